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
  const names = new Map<string, string[]>();
  for (const { resourceType, name } of all) {
    const list = names.get(resourceType);
    if (list === undefined) names.set(resourceType, [name]);
    else list.push(name);
  }
  const types = [...names].sort(([a], [b]) => (a < b ? -1 : 1));
  const own = [...macros.values()].filter(({ packageName }) => packageName === projectName);
  return {
    version: 1,
    names: Object.fromEntries(types.map(([type, list]) => [type, sorted(list)])),
    methods: { ...methodValues(all), [SELECTOR_METHOD]: sorted(selectors) },
    selectors: sorted(selectors),
    macros: sorted(own.map(({ name }) => name)),
    profiles: sorted(profiles),
    targets: sorted(targets),
  };
}

/** Methods that ask for the file of a node alone, of which many have the same. */
const OF_FILES: ReadonlySet<string> = new Set(['path', 'file']);

/** Names are found by their bare word; the other methods each by what would have matched. */
function methodValues(nodes: readonly GraphNode[]): Record<string, readonly string[]> {
  const ofFiles = [...new Map(nodes.map((node) => [node.originalFilePath, node])).values()];
  const methods = Object.entries(selectionMethods).filter(([name]) => name !== 'fqn');
  const values = methods.map(([name, { valuesOf }]) => {
    const found = new Set<string>();
    for (const node of OF_FILES.has(name) ? ofFiles : nodes) {
      for (const value of valuesOf(node, [])) found.add(value);
    }
    return [name, [...found].sort()] as const;
  });
  const materialized = nodes.flatMap(({ config }) =>
    typeof config.materialized === 'string' ? config.materialized : [],
  );
  return Object.fromEntries([...values, ['config.materialized', sorted(materialized)]]);
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
