import { describe, expect, it } from 'vitest';
import { comparableArtifact } from '../../../core/artifacts/comparable-artifact.js';
import type { Comparison } from '../../../core/compare/comparison.js';
import { findChanges, keyOf } from '../../../core/report/base/find-changes.js';
import { judgeChanges, readAllowances } from '../../../core/report/gate/allowances.js';
import { destructiveChanges } from '../../../core/report/gate/destructive-changes.js';
import { verdictOf } from '../../../core/report/gate/verdict.js';
import { noLinks } from '../../../core/report/links.js';
import { reportMarkdown } from '../../../core/report/markdown/report-markdown.js';
import type { BaseReport, ComparedNode } from '../../../core/report/report.js';
import type { JsonObject } from '../../../core/resources/json.js';
import { finding, nodeRecord, runRecord } from '../../support/run-record.js';

const NO_TESTS = { added: [], removed: [], changed: [] };

function dict(name: string, parts: JsonObject = {}): JsonObject {
  return {
    unique_id: `model.shop.${name}`,
    resource_type: 'model',
    name,
    package_name: 'shop',
    original_file_path: `models/${name}.sql`,
    raw_code: `select 1 as ${name}`,
    config: { materialized: 'table' },
    database: 'prod',
    schema: 'main',
    alias: name,
    relation_name: `"prod"."main"."${name}"`,
    depends_on: { nodes: [], macros: [] },
    ...parts,
  };
}

function manifest(dicts: readonly JsonObject[], macros: readonly JsonObject[] = []): JsonObject {
  const byId = (all: readonly JsonObject[]) => Object.fromEntries(all.map((one) => [String(one.unique_id), one]));
  return { metadata: { project_name: 'shop' }, nodes: byId(dicts), sources: {}, macros: byId(macros) };
}

const names = { database: 'prod', schema: 'main' };
const changesOf = (before: JsonObject, after: JsonObject, other = names) =>
  findChanges(comparableArtifact(before, names), comparableArtifact(after, other));

describe('findChanges', () => {
  it('names what changed and why, then what rests on it, in the order of dependencies', () => {
    const macro = (sql: string) => ({
      unique_id: 'macro.shop.money',
      name: 'money',
      package_name: 'shop',
      macro_sql: sql,
    });
    const on = (...ids: string[]) => ({ nodes: ids.map((id) => `model.shop.${id}`), macros: [] });
    const before = manifest(
      [
        dict('a'),
        dict('b', { depends_on: on('a') }),
        dict('m', { depends_on: { nodes: [], macros: ['macro.shop.money'] } }),
        dict('old'),
      ],
      [macro('1')],
    );
    const after = manifest(
      [
        dict('c', { depends_on: on('b') }),
        dict('b', { depends_on: on('a'), description: 'words' }),
        dict('a', { raw_code: 'select 2', config: { materialized: 'view' } }),
        dict('m', { depends_on: { nodes: [], macros: ['macro.shop.money'] } }),
      ],
      [macro('2')],
    );
    const found = changesOf(before, after).nodes.map(({ name, change, reasons }) => [name, change, ...reasons]);
    expect(found).toEqual([
      ['a', 'changed', 'SQL', 'config materialized'],
      ['b', 'affected'],
      ['c', 'added'],
      ['m', 'changed', 'macro shop.money'],
      ['old', 'removed'],
    ]);
  });

  it('finds nothing where the same project was built into another database and schema', () => {
    const there = (name: string) =>
      dict(name, { database: 'ci', schema: 'pr_marts', relation_name: `"ci"."pr_marts"."${name}"` });
    const here = dict('a', { schema: 'main_marts', relation_name: '"prod"."main_marts"."a"' });
    expect(changesOf(manifest([here]), manifest([there('a')]), { database: 'ci', schema: 'pr' }).nodes).toEqual([]);
    const renamed = { ...there('a'), alias: 'b' };
    expect(changesOf(manifest([here]), manifest([renamed]), { database: 'ci', schema: 'pr' }).nodes).toMatchObject([
      { name: 'a', reasons: ['name'] },
    ]);
  });

  it('keeps tests apart from models', () => {
    const test = (name: string) => dict(name, { unique_id: `test.shop.${name}`, resource_type: 'test' });
    const { nodes, tests } = changesOf(manifest([test('x'), test('y')]), manifest([test('y'), test('z')]));
    expect([nodes, tests]).toEqual([[], { added: ['z'], removed: ['x'], changed: [] }]);
  });
});

describe('keyOf', () => {
  it.each([
    [{ config: { unique_key: 'id' }, primary_key: ['other'] }, ['id']],
    [{ config: { unique_key: ['a', 'b'] } }, ['a', 'b']],
    [{ config: {}, primary_key: ['id'] }, ['id']],
    [{ config: {} }, []],
  ])('%j: %j', (node, key) => {
    expect(keyOf(node)).toEqual(key);
  });
});

const noColumns = { added: [], removed: [], retyped: [], common: [] };

function compared(name: string, parts: Partial<ComparedNode> = {}): ComparedNode {
  return {
    id: `model.shop.${name}`,
    name,
    type: 'model',
    file: `models/${name}.sql`,
    change: 'changed',
    reasons: ['SQL'],
    materialized: { before: 'table', after: 'table' },
    rows: { before: 10, after: 10 },
    columns: noColumns,
    comparison: null,
    ...parts,
  };
}

const runs = { before: runRecord([]), after: runRecord([]) };
const kinds = (nodes: readonly ComparedNode[], both = runs) =>
  destructiveChanges(nodes, both, { rowLoss: 0.1 }).map(({ kind, name }) => `${kind} ${name}`);

describe('destructiveChanges', () => {
  it('finds what is taken away, and nothing of what is added', () => {
    expect(
      kinds([
        compared('gone', { change: 'removed', materialized: { before: 'table', after: null } }),
        compared('fresh', { change: 'added', rows: { before: null, after: 5 } }),
        compared('orders', {
          columns: {
            ...noColumns,
            added: [{ name: 'a', type: 'text' }],
            removed: [{ name: 'status', type: 'text' }],
            retyped: [{ name: 'id', before: 'integer', after: 'text' }],
          },
        }),
        compared('kind', { materialized: { before: 'incremental', after: 'view' } }),
        compared('inner', { materialized: { before: 'ephemeral', after: 'table' } }),
      ]),
    ).toEqual([
      'drop-model gone',
      'drop-column orders.status',
      'retype-column orders.id',
      'change-materialization kind',
    ]);
  });

  it('counts lost rows beyond the limit only, also further down', () => {
    const rows = (before: number, after: number) => compared('m', { change: 'affected', rows: { before, after } });
    expect([rows(100, 90), rows(100, 89), rows(0, 0), rows(10, 20)].map((node) => kinds([node]))).toEqual([
      [],
      ['lose-rows m'],
      [],
      [],
    ]);
  });

  it('finds full refreshes of incremental models, by the run or by config', () => {
    const incremental = { materialized: { before: 'incremental', after: 'incremental' } };
    expect(kinds([compared('i', incremental)])).toEqual([]);
    expect(kinds([compared('i', { ...incremental, reasons: ['config full_refresh'] })])).toEqual(['full-refresh i']);
    const refreshed = { ...runs, after: runRecord([], { was_full_refresh: true }) };
    expect(kinds([compared('i', incremental), compared('t')], refreshed)).toEqual(['full-refresh i']);
  });

  it('finds what a run dropped with a relation', () => {
    const dropped = finding('view v was dropped', { code: 'TSDBT_DEPENDENT_DROPPED', severity: 'warning' });
    expect(kinds([], { ...runs, after: runRecord([nodeRecord('orders', { findings: [dropped] })]) })).toEqual([
      'drop-dependents orders',
    ]);
  });
});

describe('allowances', () => {
  const change = { kind: 'drop-column', name: 'orders.status', what: 'The column is gone.', file: null } as const;

  it.each([
    ['tsdbt-allow: drop-column orders.status', true],
    ['Words.\r\n\r\n- `tsdbt-allow: drop-column orders.status`\r\nmore', true],
    ['> TSDBT-Allow: drop-column:orders.status', true],
    ['tsdbt-allow: drop-column orders', false],
    ['tsdbt-allow: drop-column orders.*', false],
    ['tsdbt-allow: drop-model orders.status', false],
    ['please tsdbt-allow: drop-column orders.status', false],
    ['', false],
  ])('%j', (text, isAllowed) => {
    expect(judgeChanges([change], readAllowances(text)).changes).toEqual([{ ...change, isAllowed }]);
  });

  it('tells those that nothing needs', () => {
    expect(judgeChanges([], readAllowances('tsdbt-allow: drop-model old')).unused).toEqual([
      'tsdbt-allow: drop-model old',
    ]);
  });
});

const comparison: Comparison = {
  columns: { ...noColumns, common: ['id', 'note', 'amount'].map((name) => ({ name, type: 'text' })) },
  key: { columns: ['id'], nulls: { before: 0, after: 0 }, repeated: { before: 0, after: 0 } },
  rows: { before: 4, after: 1003, added: 1000, removed: 1, changed: 2, same: 1 },
  perColumn: [{ name: 'amount', mismatches: 2 }],
  samples: [
    { kind: 'added', before: null, after: [9n, 'new', null], times: 1 },
    { kind: 'changed', before: [1n, 'x', 2n], after: [1n, 'x', 3n], changedColumns: ['amount'], times: 1 },
    { kind: 'removed', before: [4n, 'y', 2n], after: null, times: 1 },
  ],
};

describe('a report against a base', () => {
  const base: BaseReport = {
    run: runRecord([]),
    nodes: [
      compared('orders', { rows: { before: 4, after: 1003 }, comparison }),
      compared('daily', {
        change: 'affected',
        reasons: [],
        comparison: {
          ...comparison,
          samples: [],
          perColumn: [],
          rows: { before: 10, after: 10, added: 0, removed: 0, changed: 0, same: 10 },
        },
      }),
    ],
    destructive: [
      {
        kind: 'drop-column',
        name: 'orders.status',
        what: 'The column is gone.',
        file: 'models/orders.sql',
        isAllowed: false,
      },
    ],
    unusedAllowances: ['tsdbt-allow: drop-model x'],
    tests: NO_TESTS,
    unknown: [],
    notes: ['big has 2000000 rows.'],
  };

  it('shows destructive changes, rows and values', () => {
    const text = reportMarkdown({ run: runRecord([nodeRecord('orders')]), base }, { links: noLinks, limit: 65_000 });
    expect(text.slice(0, text.indexOf('### Slowest'))).toBe(`## ❌ tsdbt failed

\`shop\`, target \`dev\` (\`sqlite\`): \`tsdbt build\` in 4.25 s.
1 node: 1 passed.
**1 destructive change is not allowed.**

### Destructive changes

|  | change | of | what is lost |
| --- | --- | --- | --- |
| ❌ | \`drop-column\` | \`orders.status\` | \`The column is gone.\` |

To allow them once, put these lines into the description of the pull request:

\`\`\`text
tsdbt-allow: drop-column orders.status
\`\`\`

Allowed, but nothing of the kind happens: \`tsdbt-allow: drop-model x\`.

### Changed models

| node | change | why | columns |
| --- | --- | --- | --- |
| \`orders\` | changed | \`SQL\` |  |

1 node further down rests on them.

### Rows

| node | base | change | added | removed | changed |
| --- | --: | --: | --: | --: | --: |
| \`orders\` | 4 | 1,003 | 1,000 | 1 | 2 |

The same rows as before: \`daily\`.

- \`big has 2000000 rows.\`

### Values

\`orders\` on the key \`id\`: 2 of 3 rows changed.

| column | mismatches | share |
| --- | --: | --: |
| \`amount\` | 2 | 66.7 % |

<details><summary>First rows of <code>orders</code></summary>

\`\`\`text
  | id | amount | note
--|----|--------|-----
- | 1  | 2      | x
+ | 1  | 3      | x
- | 4  | 2      | y
+ | 9  | NULL   | new
\`\`\`

</details>

`);
  });

  it('passes when each is allowed', () => {
    const allowed = { ...base, destructive: base.destructive.map((one) => ({ ...one, isAllowed: true })) };
    const run = runRecord([nodeRecord('orders')]);
    expect([verdictOf({ run, base }), verdictOf({ run, base: allowed })]).toEqual(['failed', 'warned']);
    expect(verdictOf({ run, base: { ...allowed, unusedAllowances: [] } })).toBe('passed');
  });

  it('is no clean pass where something could not be compared: nobody knows what it takes away', () => {
    const run = runRecord([nodeRecord('orders')]);
    const unknown = { ...base, destructive: [], unusedAllowances: [], unknown: ['The database of the base is gone.'] };
    expect(verdictOf({ run, base: unknown })).toBe('warned');
    const text = reportMarkdown({ run, base: unknown }, { links: noLinks, limit: 65_000 });
    expect(text).toMatch(/^## ⚠️ tsdbt passed with warnings\n[\s\S]*\*\*Not all of the change could be compared/);
    expect(text).toContain('- `The database of the base is gone.`');
  });
});
