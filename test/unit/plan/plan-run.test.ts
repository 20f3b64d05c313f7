import { describe, expect, it } from 'vitest';
import { planRun } from '../../../core/plan/plan-run.js';
import type { CommandName, RunOptions, RunPlan } from '../../../core/plan/run-plan.js';
import type { GraphNode, ModelNode } from '../../../core/resources/node.js';
import { exposureNode, manifestOf, modelNode, otherNode, sourceNode } from '../../support/manifest.js';

const options: RunOptions = {
  threads: 4,
  fullRefresh: false,
  allowDropDependents: false,
  lockTimeoutMs: 1_000,
  failFast: false,
  storeFailures: false,
  batchTests: true,
  warnError: false,
  failureRows: 5,
  showLimit: 5,
  loadSources: true,
  adopt: false,
  reuse: false,
};

const model = (name: string, parents: string[] = [], parts: Partial<ModelNode> = {}) =>
  modelNode(name, {
    config: { materialized: 'table' },
    dependsOn: { nodes: parents.map((parent) => (parent.includes('.') ? parent : `model.shop.${parent}`)), macros: [] },
    ...parts,
  });
const ephemeral = (name: string, parents: string[] = []) =>
  model(name, parents, { config: { materialized: 'ephemeral' } });
const test = (name: string, parents: string[]) =>
  otherNode('test', name, {
    dependsOn: { nodes: parents.map((parent) => `model.shop.${parent}`), macros: [] },
    relationName: null,
  });

function plan(
  nodes: readonly GraphNode[],
  command: CommandName,
  settings: { select?: string[] } & Partial<RunOptions> = {},
) {
  const { select, ...changes } = settings;
  const ids = nodes.map((node) => node.uniqueId).filter((id) => select?.includes(id.split('.').at(-1)!) ?? true);
  return planRun(manifestOf(nodes), { ids: new Set(ids) }, command, { ...options, ...changes });
}

const actions = (run: RunPlan) =>
  Object.fromEntries([...run.nodes.values()].map(({ node, action }) => [node.name, action]));
const waits = (run: RunPlan, name: string) =>
  [...run.nodes.values()]
    .find(({ node }) => node.name === name)!
    .waitsFor.map((id) => id.split('.').at(-1))
    .sort();

describe('planRun', () => {
  const shop = [
    otherNode('seed', 'raw'),
    model('a'),
    ephemeral('e', ['a']),
    model('b', ['e']),
    test('t', ['b']),
    otherNode('analysis', 'look'),
    sourceNode('crm', 'people', { external: { location: 'x.csv' } }),
    sourceNode('crm', 'given'),
    exposureNode('board'),
  ];

  it('gives each command the nodes that it acts on', () => {
    expect(actions(plan(shop, 'run'))).toEqual({ a: 'materialize', b: 'materialize' });
    expect(actions(plan(shop, 'test'))).toEqual({ t: 'test' });
    expect(actions(plan(shop, 'seed'))).toEqual({ raw: 'seed' });
    expect(actions(plan(shop, 'load'))).toEqual({ people: 'load' });
    expect(actions(plan(shop, 'compile'))).toEqual({
      a: 'compile',
      e: 'compile',
      b: 'compile',
      t: 'compile',
      look: 'compile',
    });
    expect(actions(plan(shop, 'build'))).toEqual({
      raw: 'seed',
      a: 'materialize',
      b: 'materialize',
      t: 'test',
      people: 'load',
      board: 'none',
    });
  });

  it('keeps the order through nodes that are not planned', () => {
    const chain = [model('a'), model('b', ['a']), ephemeral('c', ['b']), model('d', ['c'])];
    expect(waits(plan(chain, 'run'), 'd')).toEqual(['b']);
    expect(waits(plan(chain, 'run', { select: ['a', 'd'] }), 'd')).toEqual(['a']);
  });

  it('lets a model of build wait for the tests of its parents', () => {
    const nodes = [model('a'), model('b', ['a']), model('c', ['b']), test('on_a', ['a']), test('on_b', ['b'])];
    const run = plan(nodes, 'build');
    expect(waits(run, 'b')).toEqual(['a', 'on_a']);
    expect(waits(run, 'c')).toEqual(['b', 'on_b']);
    expect(waits(run, 'on_a')).toEqual(['a']);
  });

  it('lets no test hold back an exposure', () => {
    const board = { ...exposureNode('board'), dependsOn: { nodes: ['model.shop.a'], macros: [] } } as GraphNode;
    expect(waits(plan([model('a'), test('on_a', ['a']), board], 'build'), 'board')).toEqual(['a']);
  });

  it('lets the readers of a source wait for the node that builds its relation', () => {
    const seed = otherNode('seed', 'raw_payments', { relationName: '"db"."till"."payments"' });
    const source = sourceNode('till', 'payments');
    const onSource = otherNode('test', 'on_source', {
      dependsOn: { nodes: [source.uniqueId], macros: [] },
      relationName: null,
    });
    const nodes = [seed, source, onSource, ephemeral('e', [source.uniqueId]), model('m', ['e'])];
    const run = plan(nodes, 'build');
    expect(waits(run, 'on_source')).toEqual(['raw_payments']);
    expect(waits(run, 'm')).toEqual(['on_source', 'raw_payments']);
    expect(waits(plan(nodes, 'test'), 'on_source')).toEqual([]);
  });

  it('closes no circle where a model reads its own relation as a source', () => {
    const source = sourceNode('till', 'payments');
    const own = model('payments', [source.uniqueId], { relationName: '"db"."till"."payments"' });
    expect(waits(plan([source, own], 'build'), 'payments')).toEqual([]);
  });

  it('lets a test of several nodes hold back only what lies below all of them', () => {
    const nodes = [
      model('a'),
      model('b'),
      model('below_a', ['a']),
      model('below_both', ['a', 'b']),
      model('further', ['below_both']),
      test('related', ['a', 'b']),
    ];
    const run = plan(nodes, 'build');
    expect(waits(run, 'below_a')).toEqual(['a']);
    expect(waits(run, 'below_both')).toEqual(['a', 'b', 'related']);
    expect(waits(run, 'further')).toEqual(['below_both']);
  });

  it('holds back a model by the test of a parent that is not selected', () => {
    const nodes = [model('a'), model('b', ['a']), test('on_a', ['a'])];
    expect(waits(plan(nodes, 'build', { select: ['b', 'on_a'] }), 'b')).toEqual(['on_a']);
  });

  it('has no waits between the tests of a test command', () => {
    const nodes = [model('a'), model('b', ['a']), test('on_a', ['a']), test('on_b', ['b'])];
    expect(waits(plan(nodes, 'test'), 'on_b')).toEqual([]);
  });

  it('gives nodes with more behind them a greater depth', () => {
    const run = plan([model('lone'), model('a'), model('b', ['a']), model('c', ['b'])], 'run');
    expect([...run.nodes.values()].map(({ node, depth }) => [node.name, depth])).toEqual([
      ['lone', 0],
      ['a', 2],
      ['b', 1],
      ['c', 0],
    ]);
  });

  it('loads the sources that the selection reads, through ephemeral models too, unless told not to', () => {
    const nodes = [
      sourceNode('crm', 'people', { external: { location: 'x.csv' } }),
      sourceNode('crm', 'unused', { external: { location: 'x.csv' } }),
      ephemeral('e', ['source.shop.crm.people']),
      model('m', ['e']),
    ];
    const run = plan(nodes, 'build', { select: ['m'] });
    expect(actions(run)).toEqual({ people: 'load', m: 'materialize' });
    expect(waits(run, 'm')).toEqual(['people']);
    expect(actions(plan(nodes, 'build', { select: ['m'], loadSources: false }))).toEqual({ m: 'materialize' });
  });

  it('names the schemas that must exist', () => {
    const stored = otherNode('test', 'stored', { config: { store_failures: true }, schema: 'audit' });
    const plain = otherNode('test', 'plain', { schema: 'never' });
    expect(plan([model('a'), stored, plain], 'build').schemas).toEqual(['main', 'audit']);
    expect(plan([plain], 'test', { storeFailures: true }).schemas).toEqual(['never']);
    expect(plan([model('a')], 'compile').schemas).toEqual([]);
  });

  it('brings the hooks of the project in their order, only when something runs', () => {
    const hook = (name: string, kind: string, index: number) =>
      ({ ...otherNode('operation', name), hook: kind, index }) as GraphNode;
    const hooks = [hook('s1', 'on-run-start', 1), hook('s0', 'on-run-start', 0), hook('e0', 'on-run-end', 0)];
    const run = plan([model('a'), ...hooks], 'run');
    expect(run.before.map((node) => node.name)).toEqual(['s0', 's1']);
    expect(run.after.map((node) => node.name)).toEqual(['e0']);
    expect(plan([model('a'), ...hooks], 'compile').before).toEqual([]);
    expect(plan(hooks, 'run').before).toEqual([]);
  });
});
