import { describe, expect, it } from 'vitest';
import { planLines } from '../../../../../cli/reporter/plan/plan-lines.js';
import { colorStyle, plainStyle } from '../../../../../cli/reporter/text/style.js';
import { toPlanArtifact } from '../../../../../core/artifacts/plan-artifact.js';
import type { NodePreview, PlanPreview } from '../../../../../core/plan/preview/node-preview.js';
import { modelNode, otherNode } from '../../../../support/manifest.js';
import { factsOf } from '../../../../support/plan/play-steps.js';

function preview(name: string, parts: Partial<NodePreview> = {}): NodePreview {
  return {
    node: modelNode(name),
    action: 'replace',
    reasons: [{ kind: 'unchanged' }],
    relation: `"${name}"`,
    before: 'table',
    after: 'table',
    strategy: null,
    columns: null,
    dependents: [],
    rows: null,
    hasMoreRows: false,
    files: [],
    statements: [],
    assumptions: [],
    unknown: null,
    diagnostics: [],
    ...parts,
  };
}

function plan(nodes: readonly NodePreview[], parts: Partial<PlanPreview> = {}): PlanPreview {
  const { options } = factsOf();
  return {
    command: 'build',
    options,
    nodes,
    schemas: [],
    hooks: { before: [], after: [] },
    ledgerProblem: null,
    ...parts,
  };
}

const plain = { style: plainStyle, width: null, withSql: false };

describe('the lines of a plan', () => {
  it('stand in columns, with what belongs to a node below it', () => {
    const orders = preview('orders', {
      action: 'add rows',
      strategy: 'merge',
      reasons: [{ kind: 'sql', changed: 'template' }, { kind: 'columns' }],
      rows: 1_000_000,
      hasMoreRows: true,
      columns: {
        added: [{ name: 'channel', type: 'text', isApplied: false }],
        removed: [],
        retyped: [{ name: 'id', from: 'integer', type: 'bigint', isApplied: true }],
        onSchemaChange: 'ignore',
      },
    });
    const people = preview('people', {
      before: 'view',
      reasons: [{ kind: 'kind', from: 'view', to: 'table' }],
      dependents: [
        { name: '"seen"', kind: 'view', outcome: 'kept', node: null },
        { name: '"own"', kind: 'view', outcome: 'built', node: 'model.shop.own' },
        { name: '"cached"', kind: 'materialized_view', outcome: 'dropped', node: null },
      ],
    });
    expect(planLines(plan([orders, people, preview('x', { rows: 1 })]), plain)).toEqual([
      '> orders  add rows (merge)         1000000+ rows  changed SQL; other columns',
      '    + column channel text (the table stays as it is: on_schema_change is ignore)',
      '    ~ column id integer -> bigint',
      '~ people  replace view with table                 view becomes table',
      '    view "seen" stays, and reads the new one',
      '    materialized view "cached" would be dropped',
      '= x       replace table                    1 row  unchanged',
      '',
      'Plan of build: 2 to replace, 1 to add rows to.',
    ]);
  });

  it('count tests, and name what is wrong, unknown, or not looked at', () => {
    const test = otherNode('test', 'unique_id');
    const failing = preview('bad', {
      action: 'fail',
      reasons: [{ kind: 'new' }],
      diagnostics: [
        {
          ...{ code: 'TSDBT_DATABASE_ERROR', severity: 'error', message: 'no such column: x', hint: 'Look.' },
          location: { file: 'models/bad.sql', line: 2, column: 3 },
        },
      ],
    });
    const half = preview('half', { unknown: 'Its parents.', reasons: [{ kind: 'unrecorded' }] });
    const skipped = preview('child', { action: 'skip', reasons: [{ kind: 'parents', ids: ['model.shop.bad'] }] });
    const nodes = [preview('t', { node: test, action: 'test' }), failing, half, skipped];
    const all = plan(nodes, {
      schemas: ['raw'],
      hooks: { before: ['operation.shop.a'], after: [] },
      ledgerProblem: 'denied',
    });
    expect(planLines(all, plain)).toEqual([
      '! bad    fail           new',
      '    no such column: x',
      '      at models/bad.sql:2:3',
      '      hint: Look.',
      '~ half   replace table  no record of an earlier build',
      '    unknown: Its parents.',
      '- child  skip           bad would fail',
      '',
      'Schemas to create: raw',
      'Not previewed: 1 on-run-start and on-run-end hook',
      'What was built before is not known: denied',
      'Plan of build: 1 to replace, 1 to test, 1 would fail, 1 would be skipped. 1 known in part.',
    ]);
  });

  it('hold statements and assumptions only when asked for, and nothing that moves the cursor', () => {
    const node = preview('orders\u001b[2J', { statements: ['select 1\n\u001b[31m'], assumptions: ['all is well'] });
    const lines = planLines(plan([node]), { ...plain, withSql: true });
    expect(lines).toEqual([
      '= orders\\u001b[2J  replace table  unchanged',
      '    assumed: all is well',
      '    | select 1',
      '    | \\u001b[31m',
      '    ;',
      '',
      'Plan of build: 1 to replace.',
    ]);
    expect(planLines(plan([node]), plain)).toHaveLength(3);
  });

  it('fit the width of a terminal, and say that nothing is to be done', () => {
    const long = preview('o'.repeat(60), { reasons: [{ kind: 'parents', ids: ['model.shop.a_very_long_name'] }] });
    const [head] = planLines(plan([long]), { style: plainStyle, width: 80, withSql: false });
    expect(head).toHaveLength(80);
    expect(planLines(plan([]), { ...plain, style: colorStyle })).toEqual([
      colorStyle.bold('Plan of build: nothing to do.'),
    ]);
  });
});

describe('the plan as JSON', () => {
  const options = {
    ...{ targetName: 'dev', adapterType: 'sqlite', generatedAt: '2026-01-01T00:00:00Z', withSql: false },
    invocation: { id: 'i', toolVersion: '0' },
  };

  it('names actions, reasons and columns in words that are one', () => {
    const node = preview('orders', {
      action: 'add rows',
      reasons: [{ kind: 'full refresh' }, { kind: 'new files', count: 2 }, { kind: 'config', keys: ['indexes'] }],
      statements: ['select 1'],
      columns: {
        added: [{ name: 'a', type: 'text', isApplied: true }],
        removed: [],
        retyped: [],
        onSchemaChange: 'fail',
      },
    });
    const { nodes, metadata } = toPlanArtifact(plan([node]), options) as unknown as {
      nodes: Record<string, unknown>[];
      metadata: unknown;
    };
    expect(metadata).toMatchObject({ plan_version: 1, target: 'dev', adapter_type: 'sqlite' });
    expect(nodes[0]).toMatchObject({
      unique_id: 'model.shop.orders',
      action: 'add_rows',
      reasons: [
        { reason: 'full_refresh', text: 'full refresh' },
        { reason: 'new_files', count: 2, text: '2 new files' },
        { reason: 'config', keys: ['indexes'], text: 'changed config: indexes' },
      ],
      columns: { added: [{ name: 'a', type: 'text', applied: true }], on_schema_change: 'fail' },
    });
    expect(nodes[0]).not.toHaveProperty('sql');
    const { nodes: withSql } = toPlanArtifact(plan([node]), { ...options, withSql: true }) as unknown as {
      nodes: Record<string, unknown>[];
    };
    expect(withSql[0]!.sql).toEqual(['select 1']);
  });
});
