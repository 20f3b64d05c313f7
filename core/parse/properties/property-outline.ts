/**
 * What must be known of property files that have not changed: which entries there are, and where. The rest of an entry is
 * read when it is asked for, which happens when what it describes has changed.
 */
import type { EntryProperties, PropertyFile, SourceProperties } from '../../project/property-file.js';
import type { StepForm } from '../reuse/step.js';
import type { SourceFile } from '../source-file.js';
import type { PropertySource } from './patch-table.js';

type Section = Exclude<keyof PropertyFile, 'path'>;
type Entry = PropertyFile[Section][number];
type OutlinedEntry = Pick<EntryProperties, 'name' | 'location'> & {
  readonly isVersioned?: true;
  readonly tables?: readonly OutlinedEntry[];
};
type Outline = { readonly [K in Section]?: readonly OutlinedEntry[] } & Pick<PropertyFile, 'path'>;

const SECTIONS: Readonly<Record<Section, true>> = {
  models: true,
  seeds: true,
  snapshots: true,
  analyses: true,
  sources: true,
  macros: true,
  exposures: true,
  dataTests: true,
};
const sections = Object.keys(SECTIONS) as Section[];

/** A property file as plain data: its outline. */
export function outlineForm(file: SourceFile): StepForm<PropertySource> {
  return {
    toPlain: ({ properties }) => outlineOf(properties),
    fromPlain: (plain, again) => {
      const { path, ...outline } = plain as Outline;
      const whole = once(() => again().properties);
      const lists = sections.map((section) => [section, entriesOf(outline[section] ?? [], () => whole()[section])]);
      return { file, properties: { path, ...Object.fromEntries(lists) } as PropertyFile };
    },
  };
}

/** The file itself, and every entry and table that steps are made from, with its place. */
export function* partsOf(source: PropertySource): Iterable<readonly [object, string]> {
  yield [source, 'all'];
  for (const section of sections) {
    for (const [index, entry] of source.properties[section].entries()) {
      yield [entry, `${section}.${index}`];
      for (const [at, table] of tablesOf(entry).entries()) yield [table, `${section}.${index}.${at}`];
    }
  }
}

function tablesOf(entry: Entry): readonly object[] {
  return (entry as Partial<SourceProperties>).tables ?? [];
}

function outlineOf(properties: PropertyFile): Outline {
  const lists = sections.flatMap((section) => {
    const entries: readonly Entry[] = properties[section];
    return entries.length === 0 ? [] : [[section, entries.map(outlineEntry)] as const];
  });
  return { path: properties.path, ...Object.fromEntries(lists) };
}

function outlineEntry(entry: Entry): OutlinedEntry {
  const { name, location } = entry;
  const { versions = [], tables } = entry as { readonly versions?: readonly unknown[] } & Partial<SourceProperties>;
  return {
    name,
    location,
    ...(versions.length > 0 ? { isVersioned: true } : {}),
    ...(tables === undefined ? {} : { tables: tables.map((table) => outlineEntry(table as unknown as Entry)) }),
  };
}

type KeysOf<T> = T extends unknown ? keyof T : never;
type OtherKey = Exclude<KeysOf<Entry | SourceProperties['tables'][number]>, keyof OutlinedEntry | 'versions'>;

/** All else that an entry may have: one that is left out would be undefined in entries that were kept, and is an error here. */
const OTHER_KEYS: Readonly<Record<OtherKey, true>> = {
  description: true,
  meta: true,
  tags: true,
  docs: true,
  config: true,
  unrenderedConfig: true,
  locate: true,
  locateKey: true,
  columns: true,
  dataTests: true,
  access: true,
  group: true,
  latestVersion: true,
  deprecationDate: true,
  constraints: true,
  database: true,
  schema: true,
  loader: true,
  loadedAtField: true,
  loadedAtQuery: true,
  freshness: true,
  quoting: true,
  overrides: true,
  identifier: true,
  external: true,
  arguments: true,
  label: true,
  type: true,
  owner: true,
  maturity: true,
  url: true,
  dependsOn: true,
};

/** An entry of which the rest is read when it is asked for. */
interface LazyEntry extends Pick<OutlinedEntry, 'name' | 'location'> {
  readonly whole: () => Readonly<Record<string, unknown>>;
}

/** Shared by all such entries, of which there are as many as nodes. */
const lazyEntry: object = Object.defineProperties(
  {},
  Object.fromEntries(
    Object.keys(OTHER_KEYS).map((key) => {
      const get = function (this: LazyEntry): unknown {
        return this.whole()[key];
      };
      return [key, { get }] as const;
    }),
  ),
);

function entriesOf(outlines: readonly OutlinedEntry[], whole: () => readonly object[]): object[] {
  return outlines.map((outline, index) => {
    const { name, location, isVersioned, tables } = outline;
    const own = () => whole()[index] as Readonly<Record<string, unknown>>;
    const entry: LazyEntry = Object.assign(Object.create(lazyEntry), { name, location, whole: own });
    const versions = isVersioned === undefined ? { value: [] } : { get: () => own().versions };
    Object.defineProperty(entry, 'versions', versions);
    if (tables !== undefined) Object.assign(entry, { tables: entriesOf(tables, () => own().tables as object[]) });
    return entry;
  });
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
