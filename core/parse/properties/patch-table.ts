/** The entries of all property files by what they describe; tells which of them describe nothing. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { closestNames, didYouMean } from '../../diagnostics/did-you-mean.js';
import type { EntryProperties, PropertyFile } from '../../project/property-file.js';
import type { SourceFile } from '../source-file.js';

/** Property files as read, each with the file that it was. */
export interface PropertySource {
  readonly file: SourceFile;
  readonly properties: PropertyFile;
}

type PatchSection = 'models' | 'seeds' | 'snapshots' | 'analyses' | 'macros' | 'dataTests';
type EntryOf<S extends PatchSection> = PropertyFile[S][number];

/** An entry, and where its file lies within its package. */
export interface Patch<E extends EntryProperties = EntryProperties> {
  readonly entry: E;
  readonly file: SourceFile;
  /** `shop://models/schema.yml`. */
  readonly patchPath: string;
}

export interface PatchTable {
  /** The entry for a resource of a package; being asked for counts as being used. */
  readonly find: <S extends PatchSection>(section: S, packageName: string, name: string) => Patch<EntryOf<S>> | null;
  /** Warnings about the entries that nothing has asked for. */
  readonly unused: (isKnown: (section: PatchSection, name: string) => boolean) => readonly Diagnostic[];
  /** Errors about resources that two entries describe. */
  readonly duplicates: readonly Diagnostic[];
}

const SECTIONS: Readonly<Record<PatchSection, string>> = {
  models: 'models',
  seeds: 'seeds',
  snapshots: 'snapshots',
  analyses: 'analyses',
  macros: 'macros',
  dataTests: 'data_tests',
};

export function createPatchTable(sources: readonly PropertySource[]): PatchTable {
  const patches = new Map<string, Patch>();
  const duplicates: Diagnostic[] = [];
  const used = new Set<string>();
  const asked = new Map<string, string[]>();
  for (const { file, properties } of sources) {
    for (const section of Object.keys(SECTIONS) as PatchSection[]) {
      for (const entry of properties[section]) {
        const key = keyOf(section, file.packageName, entry.name);
        const first = patches.get(key);
        if (first === undefined) patches.set(key, { entry, file, patchPath: `${file.packageName}://${file.path}` });
        else duplicates.push(duplicate(first, entry));
      }
    }
  }
  return {
    duplicates,
    find: (section, packageName, name) => {
      const key = keyOf(section, packageName, name);
      used.add(key);
      const names = asked.get(section) ?? [];
      names.push(name);
      asked.set(section, names);
      return (patches.get(key) ?? null) as Patch<EntryOf<typeof section>> | null;
    },
    unused: (isKnown) =>
      [...patches].flatMap(([key, { entry, file }]) => {
        const section = sectionOf(key);
        if (used.has(key) || isKnown(section, entry.name)) return [];
        return [unusedEntry(section, entry, { path: file.path, names: asked.get(section) ?? [] })];
      }),
  };
}

function keyOf(section: PatchSection, packageName: string, name: string): string {
  return `${section}\0${packageName}\0${name}`;
}

function sectionOf(key: string): PatchSection {
  return key.slice(0, key.indexOf('\0')) as PatchSection;
}

function duplicate(first: Patch, second: EntryProperties): Diagnostic {
  return {
    code: 'TSDBT_PROPERTIES_DUPLICATE',
    severity: 'error',
    message: `'${second.name}' is described twice.`,
    location: second.location,
    hint: 'Merge the two entries.',
    notes: [{ message: 'The first entry.', location: first.entry.location }],
  };
}

function unusedEntry(
  section: PatchSection,
  entry: EntryProperties,
  { path, names }: { readonly path: string; readonly names: readonly string[] },
): Diagnostic {
  const hint = didYouMean(closestNames(entry.name, names));
  return {
    code: 'TSDBT_PROPERTIES_UNUSED',
    severity: 'warning',
    message: `The entry '${entry.name}' in the '${SECTIONS[section]}' section of ${path} describes nothing that exists.`,
    location: entry.location,
    ...(hint === undefined ? {} : { hint }),
  };
}
