/**
 * Names for the things that steps are made from, which hold from one process to the next: two things of one name have the
 * same content. A name tells the file, all of its content, and the place in it.
 */
import type { SourceFile } from '../../source-file.js';

export interface DurableName {
  /** The file with all of its content. */
  readonly file: string;
  /** The place in it; empty for the file itself. */
  readonly place: string;
}

export interface DurableNames {
  /** Null for what has no name: nothing made from it is kept longer than the process lives. */
  readonly of: (thing: object) => DurableName | null;
  /** Names a part of a file after the thing that it was found in. */
  readonly give: (part: object, owner: object, place: string) => void;
  readonly giveFiles: (files: readonly SourceFile[]) => void;
}

/** Names that nothing has yet. */
export function createDurableNames(): DurableNames {
  const names = new WeakMap<object, DurableName>();
  const ofThing = (thing: object) => names.get(thing) ?? null;
  return {
    of: ofThing,
    give: (part, owner, place) => {
      const name = ofThing(owner);
      if (name !== null) names.set(part, { file: name.file, place: `${name.place}${place}` });
    },
    giveFiles: (files) => {
      for (const file of files) if (!names.has(file)) names.set(file, { file: nameOfFile(file), place: '' });
    },
  };
}

/** Whether two names mean the same; nothing is the same as nothing. */
export function isSameName(left: DurableName | null, right: DurableName | null): boolean {
  if (left === null || right === null) return left === right;
  return left.place === right.place && left.file === right.file;
}

const END_OF_PATH = '\0\t';

/** A file by what it is and all of its content. */
export function nameOfFile(file: SourceFile): string {
  const { kind, packageName, path, searchPath, absolutePath, size, contentKey } = file;
  return `${kind} ${packageName} ${path}${END_OF_PATH}${searchPath}\t${absolutePath}\t${size}\t${contentKey}`;
}

/** Which file a name is of, whatever its content. */
export function pathOfName({ file }: DurableName): string {
  return file.slice(0, file.indexOf(END_OF_PATH));
}
