/**
 * Stage 6: from a manifest and a selection to a run plan. Decides which nodes a command acts on, in which order they
 * may start, which schemas and hooks are needed. Pure: asks no database.
 */
import { landsFiles } from '../manifest/lands-files.js';
import type { Manifest } from '../manifest/manifest.js';
import type { DataTestNode, GraphNode, OperationNode, SourceNode, UniqueId } from '../resources/node.js';
import type { Selection } from '../select/selection.js';
import { isEphemeral, storedFailuresType } from './node-settings.js';
import { addSourceEdges } from './order/source-edges.js';
import { addTestEdges } from './order/test-edges.js';
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
  const waits = waitEdges(manifest.graph, new Set(chosen.keys()));
  if (command === 'build') {
    const tests = [...chosen.values()].map(({ node }) => node).filter(isDataTest);
    const isHeldByNone = (id: UniqueId) => ['test', 'none'].includes(chosen.get(id)?.action ?? '');
    addTestEdges(waits, manifest.graph, tests, isHeldByNone);
  }
  const builders = [...chosen.values()].filter(({ action }) => action === 'materialize' || action === 'seed');
  addSourceEdges(
    waits,
    manifest,
    builders.map(({ node }) => node),
  );
  const depths = depthsToLeaf(waits);
  const nodes = new Map<UniqueId, PlannedNode>();
  for (const [id, { node, action }] of chosen) {
    nodes.set(id, { node, action, waitsFor: [...(waits.get(id) ?? [])], depth: depths.get(id) ?? 0 });
  }
  const hasHooks = commandsWithHooks.has(command) && nodes.size > 0;
  return {
    command,
    options,
    nodes,
    before: hasHooks ? projectHooks(manifest, 'on-run-start') : [],
    after: hasHooks ? projectHooks(manifest, 'on-run-end') : [],
    schemas: neededSchemas([...nodes.values()], options),
  };
}

interface Chosen {
  readonly node: GraphNode;
  readonly action: NodeAction;
}

function chooseNodes(
  manifest: Manifest,
  selection: Selection,
  command: CommandName,
  options: RunOptions,
): Map<UniqueId, Chosen> {
  const chosen = new Map<UniqueId, Chosen>();
  const add = (node: GraphNode | undefined) => {
    const action = node === undefined ? null : actionFor(node, command, options);
    if (node !== undefined && action !== null) chosen.set(node.uniqueId, { node, action });
  };
  for (const id of selection.ids) add(manifest.nodes.get(id) ?? manifest.sources.get(id) ?? manifest.exposures.get(id));
  if (command === 'build') for (const source of sourcesRead(manifest, [...chosen.keys()])) add(source);
  return chosen;
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
function sourcesRead(manifest: Manifest, ids: readonly UniqueId[]): SourceNode[] {
  const seen = new Set<UniqueId>(ids);
  const pending = [...ids];
  const found: SourceNode[] = [];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    for (const parent of manifest.graph.parents.get(id) ?? []) {
      if (seen.has(parent)) continue;
      seen.add(parent);
      const source = manifest.sources.get(parent);
      if (source !== undefined) found.push(source);
      const node = manifest.nodes.get(parent);
      if (node !== undefined && isEphemeral(node)) pending.push(parent);
    }
  }
  return found;
}

function isDataTest(node: GraphNode): node is DataTestNode {
  return node.resourceType === 'test';
}

function projectHooks(manifest: Manifest, hook: OperationNode['hook']): OperationNode[] {
  return [...manifest.nodes.values()]
    .filter((node): node is OperationNode => node.resourceType === 'operation' && node.hook === hook)
    .sort((a, b) => a.index - b.index);
}

function neededSchemas(nodes: readonly PlannedNode[], options: RunOptions): string[] {
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
