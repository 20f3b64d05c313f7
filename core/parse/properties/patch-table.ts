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
  const patches = new Map<PatchSection, Map<string, Map<string, Patch>>>();
  const duplicates: Diagnostic[] = [];
  const used = new Set<Patch>();
  const asked = new Map<PatchSection, string[]>();
  const all: (readonly [PatchSection, Patch])[] = [];
  for (const { file, properties } of sources) {
    const patchPath = `${file.packageName}://${file.path}`;
    for (const section of Object.keys(SECTIONS) as PatchSection[]) {
      for (const entry of properties[section]) {
        const named = below(below(patches, section), file.packageName);
        const first = named.get(entry.name);
        const patch = { entry, file, patchPath };
        if (first !== undefined) duplicates.push(duplicate(first, entry));
        else {
          named.set(entry.name, patch);
          all.push([section, patch]);
        }
      }
    }
  }
  return {
    duplicates,
    find: (section, packageName, name) => {
      const names = asked.get(section) ?? [];
      names.push(name);
      asked.set(section, names);
      const patch = patches.get(section)?.get(packageName)?.get(name) ?? null;
      if (patch !== null) used.add(patch);
      return patch as Patch<EntryOf<typeof section>> | null;
    },
    unused: (isKnown) =>
      all.flatMap(([section, patch]) => {
        const { entry, file } = patch;
        if (used.has(patch) || isKnown(section, entry.name)) return [];
        return [unusedEntry(section, entry, { path: file.path, names: asked.get(section) ?? [] })];
      }),
  };
}

/** The map under a key, made at the first look. */
function below<K, L, V>(maps: Map<K, Map<L, V>>, key: K): Map<L, V> {
  const known = maps.get(key) ?? new Map<L, V>();
  maps.set(key, known);
  return known;
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
