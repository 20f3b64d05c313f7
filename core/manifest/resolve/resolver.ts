/**
 * Resolves `ref` and `source`: root project first, then the node's own package, then any; with a package named, that
 * package only. Enabled nodes win over disabled ones. Built once, each look-up takes constant time.
 */
import { closestNames } from '../../diagnostics/did-you-mean.js';
import type { RefCall, SourceCall } from '../../resources/node.js';

/** What of a node a resolver looks at. */
export interface Named {
  readonly name: string;
  readonly packageName: string;
}

export type Resolution<T> =
  | { readonly kind: 'found'; readonly node: T }
  | { readonly kind: 'disabled'; readonly node: T }
  | { readonly kind: 'missing'; readonly suggestions: readonly string[] };

export interface Resolver<T> {
  /** `name` as seen from a package; `packageName` when the call names one. */
  readonly resolve: (name: string, packageName: string | null, fromPackage: string) => Resolution<T>;
}

/** A resolver over enabled and disabled things of one kind; `nameOf` is what calls name them by. */
export function createResolver<T extends Named>(
  enabled: Iterable<T>,
  disabled: Iterable<T>,
  options: { readonly rootPackage: string; readonly nameOf: (node: T) => string },
): Resolver<T> {
  const present = indexByName(enabled, options.nameOf);
  const absent = indexByName(disabled, options.nameOf);
  return {
    resolve: (name, packageName, fromPackage) => {
      const pick = (packages: PackageIndex<T> | undefined) => {
        if (packages === undefined) return undefined;
        if (packageName !== null) return packages.get(packageName);
        return packages.get(options.rootPackage) ?? packages.get(fromPackage) ?? packages.values().next().value;
      };
      const found = pick(present.get(name));
      if (found !== undefined) return { kind: 'found', node: found };
      const hidden = pick(absent.get(name));
      if (hidden !== undefined) return { kind: 'disabled', node: hidden };
      return { kind: 'missing', suggestions: closestNames(name, present.keys()) };
    },
  };
}

type PackageIndex<T> = ReadonlyMap<string, T>;

function indexByName<T extends Named>(nodes: Iterable<T>, nameOf: (node: T) => string): Map<string, Map<string, T>> {
  const index = new Map<string, Map<string, T>>();
  for (const node of nodes) {
    const name = nameOf(node);
    const packages = index.get(name);
    if (packages === undefined) index.set(name, new Map([[node.packageName, node]]));
    else if (!packages.has(node.packageName)) packages.set(node.packageName, node);
  }
  return index;
}

/** The name under which a call's node stands: a version is part of it. */
export function refKey(ref: Pick<RefCall, 'name' | 'version'>): string {
  return ref.version === null ? ref.name : `${ref.name}.v${ref.version}`;
}

/** The name under which a source table stands. */
export function sourceKey(call: Pick<SourceCall, 'source' | 'table'>): string {
  return `${call.source}.${call.table}`;
}
