/**
 * Names for the things that steps are made from, which hold from one process to the next: two things of one name have the
 * same content. A name tells the file, all of its content, and the place in it.
 */
import type { SourceFile } from '../../source-file.js';

export interface DurableNames {
  /** Null for what has no name: nothing made from it is kept longer than the process lives. */
  readonly of: (thing: object) => string | null;
  /** Names a part of a file after the thing that it was found in. */
  readonly give: (part: object, owner: object, place: string) => void;
  readonly giveFiles: (files: readonly SourceFile[]) => void;
}

/** Names that nothing has yet. */
export function createDurableNames(): DurableNames {
  const names = new WeakMap<object, string>();
  const ofThing = (thing: object) => names.get(thing) ?? null;
  return {
    of: ofThing,
    give: (part, owner, place) => {
      const name = ofThing(owner);
      if (name !== null) names.set(part, `${name}${place}`);
    },
    giveFiles: (files) => {
      for (const file of files) if (!names.has(file)) names.set(file, nameOfFile(file));
    },
  };
}

const END_OF_PATH = '\0\t';
const END_OF_FILE = '\0\n';

/** A file by what it is and all of its content. */
export function nameOfFile(file: SourceFile): string {
  const { kind, packageName, path, searchPath, absolutePath, size, contentKey } = file;
  return `${kind} ${packageName} ${path}${END_OF_PATH}${searchPath}\t${absolutePath}\t${size}\t${contentKey}${END_OF_FILE}`;
}

/** The file's part of a name, and the place within. */
export function splitName(name: string): readonly [file: string, place: string] {
  const end = name.indexOf(END_OF_FILE) + END_OF_FILE.length;
  return [name.slice(0, end), name.slice(end)];
}

/** Which file a thing is of, whatever its content. */
export function pathOfName(name: string): string {
  return name.slice(0, name.indexOf(END_OF_PATH));
}
