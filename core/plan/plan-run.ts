/**
 * Stage 6: from a manifest and a selection to a run plan. Decides which nodes a command acts on, in which order they
 * may start, which schemas and hooks are needed. Pure: asks no database.
 */
import { numbersOf } from '../graph/edges.js';
import type { Graph, Neighbours } from '../graph/graph.js';
import { landsFiles } from '../manifest/lands-files.js';
import type { Manifest } from '../manifest/manifest.js';
import type { GraphNode, OperationNode, UniqueId } from '../resources/node.js';
import type { Selection } from '../select/selection.js';
import { isEphemeral, storedFailuresType } from './node-settings.js';
import type { Chosen } from './order/chosen.js';
import { withSourceEdges } from './order/source-edges.js';
import { withTestEdges } from './order/test-edges.js';
import { depthsToLeaf, waitEdges } from './order/wait-edges.js';
import type { CommandName, NodeAction, PlannedNode, RunOptions, RunPlan } from './run-plan.js';

/** What each command does with a node of each type; a type that is missing is left out. Ephemeral models are compiled, never run. */
const actions: Readonly<Record<CommandName, Partial<Record<GraphNode['resourceType'], NodeAction>>>> = {
  run: { model: 'materialize' },
  test: { test: 'test' },
  seed: { seed: 'seed' },
  load: { source: 'load' },
  build: { model: 'materialize', seed: 'seed', test: 'test', source: 'load', exposure: 'none' },
  compile: { model: 'compile', test: 'compile', analysis: 'compile' },
  show: { model: 'show', test: 'show', analysis: 'show', seed: 'show' },
  'run-operation': {},
};

const commandsWithHooks: ReadonlySet<CommandName> = new Set(['run', 'test', 'seed', 'build']);

/** Plans a command over the selected nodes. */
export function planRun(manifest: Manifest, selection: Selection, command: CommandName, options: RunOptions): RunPlan {
  const chosen = chooseNodes(manifest, selection, command, options);
  const nearest = waitEdges(manifest.graph, chosen);
  const tested = command === 'build' ? withTestEdges(nearest, manifest.graph, chosen) : nearest;
  const nodes = plannedNodes(chosen, withSourceEdges(tested, manifest, chosen));
  const hasHooks = commandsWithHooks.has(command) && nodes.size > 0;
  return {
    command,
    options,
    nodes,
    before: hasHooks ? projectHooks(manifest, 'on-run-start') : [],
    after: hasHooks ? projectHooks(manifest, 'on-run-end') : [],
    schemas: neededSchemas(nodes.values(), options),
  };
}

function plannedNodes({ nodes, actions }: Chosen, waits: Neighbours): ReadonlyMap<UniqueId, PlannedNode> {
  const { starts, targets } = waits;
  const depths = depthsToLeaf(waits);
  const ids = nodes.map(({ uniqueId }) => uniqueId);
  const planned = new Map<UniqueId, PlannedNode>();
  for (let place = 0; place < nodes.length; place++) {
    const waitsFor: UniqueId[] = [];
    for (let at = starts[place]; at < starts[place + 1]; at++) waitsFor.push(ids[targets[at]]);
    planned.set(ids[place], { node: nodes[place], action: actions[place], waitsFor, depth: depths[place] });
  }
  return planned;
}

function chooseNodes(manifest: Manifest, selection: Selection, command: CommandName, options: RunOptions): Chosen {
  const { graph, sources, exposures } = manifest;
  const nodeAt = (number: number): GraphNode => {
    const id = graph.ids[number];
    return manifest.nodes.get(id) ?? sources.get(id) ?? exposures.get(id)!;
  };
  const nodes: GraphNode[] = [];
  const actions: NodeAction[] = [];
  const numbers: number[] = [];
  const places = new Int32Array(graph.ids.length).fill(-1);
  const add = (number: number) => {
    const node = nodeAt(number);
    const action = actionFor(node, command, options);
    if (action === null) return;
    places[number] = nodes.length;
    nodes.push(node);
    actions.push(action);
    numbers.push(number);
  };
  for (const number of numbersOf(graph, selection.ids, selection.ids.size)) if (number >= 0) add(number);
  if (command === 'build') for (const number of sourcesRead(graph, numbers, nodeAt)) add(number);
  return { nodes, actions, numbers, places };
}

function actionFor(node: GraphNode, command: CommandName, options: RunOptions): NodeAction | null {
  const action = actions[command][node.resourceType] ?? null;
  if (action === 'materialize' && isEphemeral(node)) return null;
  if (node.resourceType === 'source') return landsFiles(node) && isLoading(command, options) ? action : null;
  return action;
}

function isLoading(command: CommandName, options: RunOptions): boolean {
  return command === 'load' || options.loadSources;
}

/** Sources that the given nodes read, directly or through ephemeral models. */
function sourcesRead(
  { ids, parents }: Graph,
  readers: readonly number[],
  nodeAt: (number: number) => GraphNode,
): number[] {
  const isSeen = new Uint8Array(ids.length);
  for (const number of readers) isSeen[number] = 1;
  const pending = [...readers];
  const found: number[] = [];
  for (let number = pending.pop(); number !== undefined; number = pending.pop()) {
    for (let at = parents.starts[number]; at < parents.starts[number + 1]; at++) {
      const parent = parents.targets[at];
      if (isSeen[parent] === 1) continue;
      isSeen[parent] = 1;
      const node = nodeAt(parent);
      if (node.resourceType === 'source') found.push(parent);
      if (isEphemeral(node)) pending.push(parent);
    }
  }
  return found;
}

function projectHooks(manifest: Manifest, hook: OperationNode['hook']): OperationNode[] {
  return [...manifest.nodes.values()]
    .filter((node): node is OperationNode => node.resourceType === 'operation' && node.hook === hook)
    .sort((a, b) => a.index - b.index);
}

function neededSchemas(nodes: Iterable<PlannedNode>, options: RunOptions): string[] {
  const schemas = new Set<string>();
  for (const { node, action } of nodes) {
    if (node.resourceType === 'exposure') continue;
    const isStored = node.resourceType === 'test' && storedFailuresType(node, options) !== null;
    if (action === 'materialize' || action === 'seed' || action === 'load' || (action === 'test' && isStored)) {
      schemas.add(node.schema);
    }
  }
  return [...schemas];
}
