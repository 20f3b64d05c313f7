/**
 * The look-ups that parsing can make outside of its own inputs, each with a key and its outcome in one snapshot as text or
 * null (absent). Two snapshots in which all look-ups of a step have equal outcomes give that step the same result.
 */
import type { ContextUse } from '../../project/context/context-options.js';
import { createVars } from '../../project/vars.js';
import { JsonFloat } from '../../resources/json.js';
import type { DocBlock, UniqueId } from '../../resources/node.js';
import type { ParseSetting } from '../parsed-project.js';
import type { Tracker } from './tracker.js';

type LookUpKind = 'macro' | 'place' | 'package' | 'doc' | 'docs' | 'var' | 'vars' | 'env_var' | 'flag' | 'fact';

const SEPARATOR = '\0';

function keyOf(kind: LookUpKind, ...parts: readonly string[]): string {
  return [kind, ...parts].join(SEPARATOR);
}

/** The keys of look-ups for macros of one package; the name null asks for the package itself. */
function macroKey(packageName: string, name: string | null): string {
  return name === null ? keyOf('package', packageName) : keyOf('macro', packageName, name);
}

/** Makes the key of each macro once: most nodes look for the same few, and their traces keep the keys. */
export function createMacroKeys(): (packageName: string, name: string | null) => string {
  const packages = new Map<string, Map<string | null, string>>();
  return (packageName, name) => {
    const known = packages.get(packageName) ?? new Map<string | null, string>();
    packages.set(packageName, known);
    const key = known.get(name) ?? macroKey(packageName, name);
    known.set(name, key);
    return key;
  };
}

export function docKey(id: UniqueId): string {
  return keyOf('doc', id);
}

/** All docs blocks: for a name that any package may have, and for a message about one that is missing. */
export const DOCS_KEY: string = keyOf('docs');

/** Places of the macros that were looked for: they are part of messages, and of nothing else that parsing gives. */
export function placeKeys(keys: readonly string[]): string[] {
  const macros = keys.filter((key) => key.startsWith(`macro${SEPARATOR}`));
  return macros.map((key) => keyOf('place', ...key.split(SEPARATOR).slice(1)));
}

/** What the names of the base context note when a template of a package uses them. */
export function noteUses(tracker: Tracker, packageName: string): (use: ContextUse, name: string) => void {
  return (use, name) => {
    if (use === 'clock' || use === 'warning') tracker.spoil();
    else tracker.note(keyOf(use, name, packageName));
  };
}

/** The outcome of a look-up by its key. */
export type Outcomes = (key: string) => string | null;

type Readers = Readonly<Partial<Record<LookUpKind, (first: string, second: string) => string | null>>>;

/** The outcomes in one snapshot. Asking is no look-up itself when no trace is open. */
export function createOutcomes(setting: ParseSetting, docs: ReadonlyMap<UniqueId, DocBlock>): Outcomes {
  return read({ ...insideReaders(setting, docs), ...outsideReaders(setting) });
}

/** Kinds of look-ups that no file of the project answers but dbt_project.yml. */
const OUTSIDE: readonly LookUpKind[] = ['var', 'vars', 'env_var', 'flag', 'fact'];

/** Whether a look-up has an outcome before anything is parsed. */
export function isOutside(key: string): boolean {
  return OUTSIDE.some((kind) => key.startsWith(`${kind}${SEPARATOR}`));
}

/** The outcomes of such look-ups. */
export function createOutsideOutcomes(setting: Omit<ParseSetting, 'environment'>): Outcomes {
  return read(outsideReaders(setting));
}

function read(readers: Readers): Outcomes {
  return (key) => {
    const [kind, first = '', second = ''] = key.split(SEPARATOR);
    return readers[kind as LookUpKind]?.(first, second) ?? null;
  };
}

function insideReaders({ environment }: ParseSetting, docs: ReadonlyMap<UniqueId, DocBlock>): Readers {
  const macro = (packageName: string, name: string) =>
    environment.findMacro(`${packageName}.${name}`, packageName)?.block ?? null;
  return {
    macro: (packageName, name) => macro(packageName, name)?.text ?? null,
    place: (packageName, name) => plainText(macro(packageName, name)?.location),
    package: (name) => String(environment.hasPackage(name)),
    doc: (id) => docs.get(id)?.contents ?? null,
    docs: () => plainText(Array.from(docs.values(), ({ uniqueId, contents }) => [uniqueId, contents])),
  };
}

function outsideReaders({ config, invocation, vars }: Omit<ParseSetting, 'environment'>): Readers {
  const { names } = createVars(config);
  const facts: Readonly<Record<string, unknown>> = {
    invocation_id: invocation.id,
    run_started_at: invocation.startedAt,
    invocation_args_dict: invocation.args,
    dbt_metadata_envs: invocation.env,
  };
  return {
    var: (name, packageName) => plainText(vars.get(name, packageName)),
    vars: (_name, packageName) => plainText(names(packageName)),
    env_var: (name) => invocation.env[name] ?? null,
    flag: (name) => plainText(Object.hasOwn(invocation.flags, name) ? invocation.flags[name] : undefined),
    fact: (name) => plainText(Object.hasOwn(facts, name) ? facts[name] : undefined),
  };
}

/** Plain data as text, equal for equal data in equal order; functions are left out. Null for what does not exist. */
export function plainText(value: unknown): string | null {
  const spell = function (this: unknown, key: string, item: unknown): unknown {
    const raw = (this as Record<string, unknown>)[key];
    if (raw instanceof JsonFloat) return `${SEPARATOR}float ${raw}`;
    if (typeof item === 'number' && !Number.isFinite(item)) return `${SEPARATOR}number ${item}`;
    return typeof item === 'bigint' ? `${SEPARATOR}bigint ${item}` : item;
  };
  return JSON.stringify(value, spell) ?? null;
}
