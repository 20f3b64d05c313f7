/**
 * The macros that a text may use, found by their names: any word of its code that is the name of a macro counts, called or
 * not, and all that those mention in turn. Pure. More than what is used does no harm: it is compared in vain.
 */
import type { MacroResource, UniqueId } from '../../resources/node.js';
import { codeOf, wordsOf } from './template-parts.js';

export interface ReachedMacros {
  readonly ids: readonly UniqueId[];
  /** A name of the database, the clock ... that one of them mentions; null when none does. */
  readonly changing: string | null;
  /** All of their texts, for what else is looked for in them. */
  readonly texts: readonly string[];
}

/** Their answer depends on what stands in the place of the node, which is compared by itself. */
const answeredApart: ReadonlySet<string> = new Set([
  ...['is_incremental', 'should_full_refresh', 'should_store_failures'],
]);

interface ReachSetting {
  /** Prefixes that dispatch tries. */
  readonly prefixes: readonly string[];
  readonly changingName: (text: string) => string | null;
}

/** Finds macros for many texts; equal sets of names are looked up once. */
export function createMacroReach(
  macros: ReadonlyMap<UniqueId, MacroResource>,
  { prefixes, changingName }: ReachSetting,
): (text: string) => ReachedMacros {
  const byName = new Map<string, MacroResource[]>();
  for (const macro of macros.values()) {
    const own = byName.get(macro.name);
    if (own === undefined) byName.set(macro.name, [macro]);
    else own.push(macro);
  }
  const mentions = new Map<UniqueId, readonly string[]>();
  const namesIn = (text: string): string[] => {
    const found: string[] = [];
    for (const word of wordsOf(codeOf(text))) {
      if (byName.has(word)) found.push(word);
      for (const prefix of prefixes) if (byName.has(`${prefix}__${word}`)) found.push(`${prefix}__${word}`);
    }
    return found;
  };
  const known = new Map<string, ReachedMacros>();
  const reach = (names: readonly string[]): ReachedMacros => {
    const reached = new Map<UniqueId, MacroResource>();
    const seen = new Set(names);
    for (const name of seen) {
      for (const macro of byName.get(name) ?? []) {
        reached.set(macro.uniqueId, macro);
        if (macro.packageName === INTERNAL && answeredApart.has(name)) continue;
        const next = mentions.get(macro.uniqueId) ?? namesIn(macro.macroSql);
        mentions.set(macro.uniqueId, next);
        for (const each of next) seen.add(each);
      }
    }
    const all = [...reached.values()].sort((a, b) => (a.uniqueId < b.uniqueId ? -1 : 1));
    const read = all.filter(({ name, packageName }) => !(packageName === INTERNAL && answeredApart.has(name)));
    return {
      ids: all.map(({ uniqueId }) => uniqueId),
      changing: firstChanging(read, changingName),
      texts: read.map(({ macroSql }) => macroSql),
    };
  };
  return (text) => {
    const names = namesIn(text).sort();
    const key = names.join();
    const found = known.get(key) ?? reach(names);
    known.set(key, found);
    return found;
  };
}

const INTERNAL = 'dbt';

function firstChanging(macros: readonly MacroResource[], changingName: ReachSetting['changingName']): string | null {
  for (const { macroSql, name } of macros) {
    const found = changingName(macroSql);
    if (found !== null) return `${found} (in the macro ${name})`;
  }
  return null;
}
