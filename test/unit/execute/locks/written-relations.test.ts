import { describe, expect, it } from 'vitest';
import { writtenRelations } from '../../../../core/execute/locks/written-relations.js';
import { nodeCompiler } from '../../../../core/execute/node/node-compiler.js';
import { planRun } from '../../../../core/plan/plan-run.js';
import type { CommandName } from '../../../../core/plan/run-plan.js';
import type { RelationName } from '../../../../core/resources/relation.js';
import { exposureNode, manifestOf, modelNode, otherNode, sourceNode } from '../../../support/manifest.js';

const model = (name: string, materialized = 'table', parts: Parameters<typeof modelNode>[1] = {}) =>
  modelNode(name, { config: { materialized }, ...parts });

const nodes = [
  model('a'),
  model('b', 'view'),
  model('between', 'ephemeral'),
  otherNode('seed', 'people'),
  otherNode('test', 'kept', { config: { store_failures: true }, schema: 'audit' }),
  otherNode('test', 'asked'),
  sourceNode('raw', 'orders', { external: { location: 'orders.csv' } }),
  sourceNode('raw', 'elsewhere'),
  exposureNode('dashboard'),
];

function written(command: CommandName, all = nodes): string[] {
  const options = {
    threads: 1,
    fullRefresh: false,
    allowDropDependents: false,
    lockTimeoutMs: 0,
    failFast: false,
    storeFailures: false,
    batchTests: true,
    warnError: false,
    failureRows: 0,
    showLimit: null,
    loadSources: true,
    adopt: false,
    reuse: false,
  };
  const plan = planRun(manifestOf(all), { ids: new Set(all.map(({ uniqueId }) => uniqueId)) }, command, options);
  const dialect = { foldIdentifier: (name: string, isQuoted: boolean) => (isQuoted ? name : name.toLowerCase()) };
  const adapter = { dialect, relationName: (name: RelationName) => name };
  const deps = { adapter, target: { credentials: {} } };
  return writtenRelations({ plan, compiler: nodeCompiler, deps: deps as never }).map(
    ({ schema, identifier }) => `${schema}.${identifier}`,
  );
}

describe('the relations that a run writes', () => {
  it('are those of its models, seeds, landed sources and tests that keep failures', () => {
    expect(written('build').sort()).toEqual(['audit.kept', 'main.a', 'main.b', 'main.people', 'raw.orders']);
  });

  it.each([
    ['run', ['main.a', 'main.b']],
    ['seed', ['main.people']],
    ['load', ['raw.orders']],
    ['test', ['audit.kept']],
    ['compile', []],
    ['show', []],
  ] as const)('are those that %s writes', (command, expected) => {
    expect(written(command).sort()).toEqual(expected);
  });

  it('are named as the catalog names them, each once', () => {
    const quoting = { database: true, schema: false, identifier: false };
    const same = [
      model('first', 'table', { schema: 'MAIN', alias: 'A', quoting }),
      model('second', 'table', { alias: 'a' }),
    ];
    expect(written('run', same)).toEqual(['main.a']);
  });
});
