/** Makes the index of shell completion out of a project; what it holds is what selection itself would match. */
import type { CompletionIndex } from '../../artifacts/completion-index.js';
import type { Manifest } from '../../manifest/manifest.js';
import type { GraphNode } from '../../resources/node.js';
import { SELECTOR_METHOD, selectionMethods } from '../../select/methods/methods.js';

interface OtherNames {
  readonly selectors: readonly string[];
  readonly profiles: readonly string[];
  readonly targets: readonly string[];
}

/** The index, every list sorted and without repetition. */
export function completionIndex(manifest: Manifest, { selectors, profiles, targets }: OtherNames): CompletionIndex {
  const { nodes, sources, exposures, macros, projectName } = manifest;
  const all: readonly GraphNode[] = [...nodes.values(), ...sources.values(), ...exposures.values()];
  const types = [...new Set(all.map(({ resourceType }) => resourceType))].sort();
  const namesOf = (type: string) => all.filter((node) => node.resourceType === type).map(({ name }) => name);
  const own = [...macros.values()].filter(({ packageName }) => packageName === projectName);
  return {
    version: 1,
    names: Object.fromEntries(types.map((type) => [type, sorted(namesOf(type))])),
    methods: { ...methodValues(all), [SELECTOR_METHOD]: sorted(selectors) },
    selectors: sorted(selectors),
    macros: sorted(own.map(({ name }) => name)),
    profiles: sorted(profiles),
    targets: sorted(targets),
  };
}

/** Names are found by their bare word; the other methods each by what would have matched. */
function methodValues(nodes: readonly GraphNode[]): Record<string, readonly string[]> {
  const methods = Object.entries(selectionMethods).filter(([name]) => name !== 'fqn');
  const values = methods.map(
    ([name, method]) => [name, sorted(nodes.flatMap((node) => method.valuesOf(node, [])))] as const,
  );
  const materialized = nodes.flatMap(({ config }) =>
    typeof config.materialized === 'string' ? config.materialized : [],
  );
  return Object.fromEntries([...values, ['config.materialized', sorted(materialized)]]);
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
