/** `graph`: the project's enabled resources as dicts by unique id. Made when a template first asks for it. */
import type { Manifest } from '../../../manifest/manifest.js';
import { toNodeDict } from '../../../parse/node-dict.js';
import type { GraphNode, UniqueId } from '../../../resources/node.js';
import { toValue } from '../../../template/values/convert.js';
import { Dict } from '../../../template/values/dict.js';

/** Kinds that dbt has and tsdbt does not: there, so that templates can look, and empty. */
const emptyKinds: readonly string[] = ['metrics', 'groups', 'semantic_models', 'saved_queries', 'functions'];

export function graphDict(manifest: Manifest): Dict {
  return new Dict([
    ['exposures', dicts(manifest.exposures)],
    ...emptyKinds.map((kind): [string, Dict] => [kind, new Dict()]),
    ['nodes', dicts(manifest.nodes)],
    ['sources', dicts(manifest.sources)],
  ]);
}

function dicts(nodes: ReadonlyMap<UniqueId, GraphNode>): Dict {
  return new Dict([...nodes].map(([id, node]) => [id, toValue(toNodeDict(node))]));
}
