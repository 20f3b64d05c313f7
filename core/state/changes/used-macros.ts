/**
 * Which of some macros a node uses: those that it names in its code and hooks, taken branches or not, those that spell its
 * statements, and what all of these call. A macro of the node's package or of the project hides a built-in one of its name.
 */

import { callsOfCode, type MacroCall } from '../../parse/macros/macro-calls.js';
import type { UniqueId } from '../../resources/node.js';
import type { ComparableManifest, ComparableNode } from './comparable.js';
import { spelledMacros } from './spelled-macros.js';

/** The package of the built-in macros, looked up last. */
const INTERNAL = 'dbt';

/** A function that gives the ids among `wanted` that a node of the manifest uses, sorted. */
export function createUsedMacros(
  manifest: ComparableManifest,
  wanted: ReadonlySet<UniqueId>,
): (node: ComparableNode) => readonly UniqueId[] {
  if (wanted.size === 0) return () => [];
  const lookUp = createLookUp(manifest);
  const reached = new Map<string, readonly UniqueId[]>();
  const reachedFrom = (id: UniqueId, packageName: string): readonly UniqueId[] => {
    const key = `${packageName}\0${id}`;
    const known = reached.get(key);
    if (known !== undefined) return known;
    const found = [...reach(manifest, id, (each) => lookUp.visible(each, packageName))].filter((each) =>
      wanted.has(each),
    );
    reached.set(key, found);
    return found;
  };
  return (node) => {
    const roots = [
      ...node.macros.map((id) => lookUp.visible(id, node.packageName)),
      ...[node.rawCode, ...hookTexts(node)]
        .flatMap((text) => callsOfCode(text))
        .flatMap((call) => lookUp.called(call, node.packageName)),
      ...spelledMacros(node, lookUp.prefixes).flatMap((name) => lookUp.named(name, node.packageName)),
    ];
    return [...new Set(roots.flatMap((id) => reachedFrom(id, node.packageName)))].sort();
  };
}

function reach(manifest: ComparableManifest, start: UniqueId, visible: (id: UniqueId) => UniqueId): Set<UniqueId> {
  const seen = new Set([start]);
  for (const id of seen) for (const next of manifest.macros.get(id)?.macros ?? []) seen.add(visible(next));
  return seen;
}

interface LookUp {
  readonly prefixes: readonly string[];
  /** The macro that a name means, seen from a package; a list of one, or empty. */
  readonly named: (name: string, packageName: string) => readonly UniqueId[];
  /** The same for a call. A dispatch may mean the macro of any prefix, so all of them count. */
  readonly called: (call: MacroCall, packageName: string) => readonly UniqueId[];
  /** The macro that takes a built-in one's place, else the macro itself. */
  readonly visible: (id: UniqueId, packageName: string) => UniqueId;
}

function createLookUp({ macros, projectName, adapterType }: ComparableManifest): LookUp {
  const prefixes = [adapterType, 'default'];
  const first = (name: string, packages: readonly string[]) =>
    packages.map((each) => `macro.${each}.${name}`).find((id) => macros.has(id));
  const named = (name: string, packageName: string) => first(name, [packageName, projectName, INTERNAL]) ?? [];
  const asList = (found: UniqueId | readonly UniqueId[]) => [found].flat();
  return {
    prefixes,
    named: (name, packageName) => asList(named(name, packageName)),
    called: ({ name, packageName: space, isDispatch }, packageName) => {
      const names = isDispatch ? prefixes.map((prefix) => `${prefix}__${name}`) : [name];
      const seen = names.flatMap((each) => asList(named(each, packageName)));
      const own = space === null ? [] : names.flatMap((each) => first(each, [space]) ?? []);
      return isDispatch || space === null ? [...seen, ...own] : own;
    },
    visible: (id, packageName) => {
      const internal = `macro.${INTERNAL}.`;
      return id.startsWith(internal) ? (first(id.slice(internal.length), [packageName, projectName]) ?? id) : id;
    },
  };
}

/** Hooks are templates that are rendered with the node. */
export function hookTexts({ config }: ComparableNode): string[] {
  return ['pre-hook', 'post-hook'].flatMap((key) => {
    const hooks = config[key];
    if (!Array.isArray(hooks)) return [];
    return hooks.flatMap((hook) =>
      typeof hook === 'string' ? [hook] : typeof hook?.sql === 'string' ? [hook.sql] : [],
    );
  });
}
