/**
 * What a graph costs from its edges to the last job: built, ordered, searched for cycles, selected by `+x+`, planned and
 * scheduled, in this process and without files or a database.
 */
import { schedule } from '../../../core/execute/schedule/schedule.js';
import { findCycles, orderOf } from '../../../core/graph/topology.js';
import type { Manifest } from '../../../core/manifest/manifest.js';
import { planRun } from '../../../core/plan/plan-run.js';
import type { RunOptions } from '../../../core/plan/run-plan.js';
import type { DataTestNode, GraphNode, ModelNode } from '../../../core/resources/node.js';
import { selectNodes } from '../../../core/select/select-nodes.js';
import { manifestOf, modelNode, otherNode } from '../../support/manifest.js';
import { megabytes, milliseconds, times } from '../figures.js';
import { type BenchRow, row } from '../row.js';

/** Milliseconds of each step. */
interface GraphTimes {
  readonly topology: number;
  readonly selection: number;
  readonly plan: number;
  readonly schedule: number;
  /** Bytes that the process held at most, the nodes themselves included. */
  readonly memory: number;
}

const options: RunOptions = {
  threads: 8,
  fullRefresh: false,
  allowDropDependents: false,
  lockTimeoutMs: 0,
  failFast: false,
  storeFailures: false,
  batchTests: true,
  warnError: false,
  failureRows: 0,
  showLimit: null,
  loadSources: false,
  adopt: false,
  reuse: false,
};

/** One third models, in layers with one to three parents each; two tests for each model, one in ten of them of two models. */
function layeredNodes(count: number): readonly GraphNode[] {
  const models = Math.ceil(count / 3);
  const layer = Math.ceil(models / 10);
  const idOf = (model: number) => `model.shop.m${model}`;
  const parentsOf = (model: number): string[] => {
    const start = Math.floor(model / layer) * layer - layer;
    if (start < 0) return [];
    const width = Math.min(layer, models - start);
    return Array.from({ length: 1 + (model % 3) }, (_, step) => idOf(start + ((model * 7 + step * 131) % width)));
  };
  // Read back from JSON they have one shape, like the nodes of a project.
  const model = JSON.parse(JSON.stringify(modelNode('m'))) as ModelNode;
  const test = JSON.parse(JSON.stringify(otherNode('test', 't'))) as DataTestNode;
  return Array.from({ length: count }, (_, number) => {
    const name = number < models ? `m${number}` : `t${number}`;
    const own = { name, alias: name, relationName: `"db"."main"."${name}"`, fqn: ['shop', name] };
    if (number < models) {
      return { ...model, ...own, uniqueId: idOf(number), dependsOn: { nodes: parentsOf(number), macros: [] } };
    }
    const tested = (number - models) % models;
    const others = number % 10 === 0 ? parentsOf(tested) : [];
    const nodes = [idOf(tested), ...others];
    return { ...test, ...own, uniqueId: `test.shop.${name}`, dependsOn: { nodes, macros: [] } };
  });
}

/** Runs every step once over the given nodes. */
async function timeGraph(nodes: readonly GraphNode[], word: string): Promise<GraphTimes> {
  const clock = stopwatch();
  const manifest: Manifest = manifestOf(nodes);
  const { order } = orderOf(manifest.graph);
  if (order.length !== nodes.length || findCycles(manifest.graph).length > 0) throw new Error('The graph has a cycle.');
  const topology = clock();
  const request = { select: [word], exclude: [], indirectSelection: 'eager' } as const;
  const { value: chosen } = selectNodes(manifest, request);
  if (chosen.ids.size === 0) throw new Error(`${word} selects nothing.`);
  const selection = clock();
  const plan = planRun(manifest, { ids: new Set(manifest.graph.ids) }, 'build', options);
  const planned = clock();
  const jobs = [...plan.nodes.values()].map(({ node, waitsFor, depth }) => {
    return { id: node.uniqueId, waitsFor, depth, isExclusive: false };
  });
  const left = await schedule(jobs, {
    threads: options.threads,
    run: async () => true,
    skip: (id) => {
      throw new Error(`${id} was skipped.`);
    },
    isStopped: () => false,
  });
  if (left.length > 0) throw new Error(`${left.length} jobs were left.`);
  return { topology, selection, plan: planned, schedule: clock(), memory: process.memoryUsage().rss };
}

/** One line, beside a tenth of the nodes. */
export async function measureGraph(): Promise<BenchRow[]> {
  const count = 100_000;
  const { memory, ...steps } = await timeGraph(layeredNodes(count), `+m${Math.floor(count / 6)}+`);
  const tenth = await timeGraph(layeredNodes(count / 10), `+m${Math.floor(count / 60)}+`);
  const sum = (parts: Omit<GraphTimes, 'memory'>) => parts.topology + parts.selection + parts.plan + parts.schedule;
  const parts = Object.entries(steps).map(([name, value]) => `${name} ${milliseconds(value)}`);
  return [
    row({
      figure: `graph of ${count} nodes: ${parts.join(', ')}`,
      ours: milliseconds(sum(steps)),
      beside: `a tenth of the nodes ${milliseconds(sum(tenth))}`,
      ratio: times(sum(steps), sum(tenth)),
      goal: '1 s, 500 MB',
      memory: megabytes(memory),
    }),
  ];
}

/** Time since the last call, in milliseconds. */
function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const now = performance.now();
    const passed = now - last;
    last = now;
    return passed;
  };
}
