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
  const reachedFrom = remembered((id: UniqueId, packageName) => {
    const seen = reach(manifest, id, (each) => lookUp.visible(each, packageName));
    return [...seen].filter((each) => wanted.has(each));
  });
  const reachedByText = remembered((text, packageName) => {
    const roots = callsOfCode(text).flatMap((call) => lookUp.called(call, packageName));
    return roots.flatMap((id) => reachedFrom(id, packageName));
  });
  const reachedByName = remembered((name, packageName) =>
    lookUp.named(name, packageName).flatMap((id) => reachedFrom(id, packageName)),
  );
  return (node) => {
    const { packageName } = node;
    const found = [
      ...node.macros.flatMap((id) => reachedFrom(lookUp.visible(id, packageName), packageName)),
      ...[node.rawCode, ...hookTexts(node)].flatMap((text) => reachedByText(text, packageName)),
      ...spelledMacros(node, lookUp.prefixes).flatMap((name) => reachedByName(name, packageName)),
    ];
    return found.length === 0 ? found : [...new Set(found)].sort();
  };
}

type Reached = (start: string, packageName: string) => readonly UniqueId[];

/** The same question is asked of many nodes: generated tests share their code, materializations their macros. */
function remembered(answer: Reached): Reached {
  const packages = new Map<string, Map<string, readonly UniqueId[]>>();
  return (start, packageName) => {
    const known = packages.get(packageName) ?? new Map<string, readonly UniqueId[]>();
    packages.set(packageName, known);
    const found = known.get(start) ?? answer(start, packageName);
    known.set(start, found);
    return found;
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
