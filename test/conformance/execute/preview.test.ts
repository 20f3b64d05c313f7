/**
 * A preview changes nothing, and what it says is what the run then does: actions, statements, columns, dependents, rows. Each
 * case is a state of the database and a project over it.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { JsonObject } from '../../../core/resources/json.js';
import { databaseSnapshot } from '../../support/execute/database-snapshot.js';
import {
  type Case,
  check,
  columnsText,
  incremental,
  model,
  saying,
  table,
  view,
} from '../../support/execute/preview-case.js';
import { previewProject, runKept, withoutNames } from '../../support/execute/preview-run.js';
import { placed } from '../../support/execute/project-run.js';
import { otherNode } from '../../support/manifest.js';
import { forEachAdapter } from '../support.js';

const everywhere: Readonly<Record<string, Case>> = {
  'models that are new, each on the other': {
    now: [
      ['new_a', 'select 1 as id', table],
      ['new_b', "select id from {{ ref('new_a') }}", view],
      ['new_c', "select id from {{ ref('new_b') }}", incremental({})],
    ],
    says: ['new_a: create new', 'new_b: create new', 'new_c: create new'],
  },
  'models of which nothing has changed': {
    before: [
      ['same_a', 'select 1 as id', table],
      ['same_b', "select id from {{ ref('same_a') }}", view],
      ['same_c', "select id from {{ ref('same_b') }}", incremental({})],
    ],
    now: [
      ['same_a', 'select 1 as id', table],
      ['same_b', "select id from {{ ref('same_a') }}", view],
      ['same_c', "select id from {{ ref('same_b') }}", incremental({})],
    ],
    says: ['same_a: replace unchanged', 'same_b: replace unchanged', 'same_c: add rows incomparable'],
    dependents: 'same_b built',
  },
  'a changed query, and what reads it': {
    before: [
      ['sql_a', 'select 1 as id', table],
      ['sql_b', "select id from {{ ref('sql_a') }}", table],
    ],
    now: [
      ['sql_a', 'select 2 as id', table],
      ['sql_b', "select id from {{ ref('sql_a') }}", table],
    ],
    says: ['sql_a: replace sql', 'sql_b: replace parents'],
  },
  'a view that becomes a table': {
    before: [['to_table', 'select 1 as id', view]],
    now: [['to_table', 'select 1 as id', table]],
    says: ['to_table: replace kind config'],
  },
  'a table that becomes a view, under an index made by hand': {
    before: [['to_view', 'select 1 as id', table]],
    byHand: ['create index to_view_by_id on {to_view} (id)'],
    now: [['to_view', 'select 1 as id', view]],
    says: ['to_view: replace kind config'],
  },
  'a table with an index made by hand': {
    before: [['indexed', 'select 1 as id', table]],
    byHand: ['create unique index indexed_by_id on {indexed} (id)'],
    now: [['indexed', 'select 2 as id', table]],
    says: ['indexed: replace sql'],
  },
  'a table with an index in its config': {
    before: [['configured', 'select 1 as id', { ...table, indexes: [{ columns: ['id'] }] }]],
    now: [['configured', 'select 1 as id', { ...table, indexes: [{ columns: ['id'], unique: true }] }]],
    says: ['configured: replace config'],
  },
  'a table with other columns, whose child has them too': {
    before: [
      ['wide_a', 'select 1 as id, 2 as old', table],
      ['wide_b', "select * from {{ ref('wide_a') }}", table],
    ],
    now: [
      ['wide_a', 'select 1 as id, 3 as fresh', table],
      ['wide_b', "select * from {{ ref('wide_a') }}", table],
    ],
    says: ['wide_a: replace sql columns', 'wide_b: replace columns parents'],
    columns: ' +fresh -old +fresh -old',
  },
  'an incremental model on a parent with other columns': {
    before: [
      ['above', 'select 1 as id', table],
      ['below', "select * from {{ ref('above') }}", incremental({ on_schema_change: 'append_new_columns' })],
    ],
    now: [
      ['above', 'select 1 as id, 3 as fresh', table],
      ['below', "select * from {{ ref('above') }}", incremental({ on_schema_change: 'append_new_columns' })],
    ],
    says: ['above: replace sql columns', 'below: add rows incomparable columns parents'],
    columns: ' +fresh +fresh',
  },
  "a chain of models over one with other columns, in CTEs of the parents' names": {
    before: [
      ['one', 'select 1 as id, 2 as old', table],
      ['two', "with one as (select * from {{ ref('one') }}) select * from one", view],
      [
        'three',
        "with two as (select * from {{ ref('two') }}) select two.* from two",
        incremental({ on_schema_change: 'sync_all_columns' }),
      ],
    ],
    now: [
      ['one', "select 1 as id, 'x' as fresh", table],
      ['two', "with one as (select * from {{ ref('one') }}) select * from one", view],
      [
        'three',
        "with two as (select * from {{ ref('two') }}) select two.* from two",
        incremental({ on_schema_change: 'sync_all_columns' }),
      ],
    ],
    says: ['one: replace sql columns', 'two: replace columns parents', 'three: add rows incomparable columns parents'],
    columns: ' +fresh -old +fresh -old +fresh -old',
    dependents: 'two built',
  },
  'a model that names the relation of a changed parent by hand': {
    before: [
      ['named', 'select 1 as id', table],
      [
        'by_name',
        "-- depends_on: {{ ref('named') }}\nselect * from {{ this | replace('by_name', 'named') }}",
        incremental({ on_schema_change: 'append_new_columns' }),
      ],
    ],
    now: [
      ['named', 'select 1 as id, 2 as fresh', table],
      [
        'by_name',
        "-- depends_on: {{ ref('named') }}\nselect * from {{ this | replace('by_name', 'named') }}",
        incremental({ on_schema_change: 'append_new_columns' }),
      ],
    ],
    says: ['named: replace sql columns', 'by_name: add rows incomparable parents'],
    columns: ' +fresh',
    unknown: 'The columns of by_name are not known before its parents are built (model.shop.named)',
  },
  'a full refresh': {
    before: [['refreshed', 'select 1 as id', incremental({})]],
    now: [['refreshed', 'select 1 as id', incremental({})]],
    options: { fullRefresh: true },
    says: ['refreshed: replace full refresh'],
  },
  'a table of somebody else in the place of a view': {
    byHand: ['create table {foreign_table} (id integer)'],
    now: [
      ['foreign_table', 'select 1 as id', view],
      ['its_child', "select * from {{ ref('foreign_table') }}", view],
    ],
    says: ['foreign_table: fail kind unrecorded', 'its_child: skip parents'],
  },
  'a table of somebody else that is adopted': {
    byHand: ['create table {adopted_table} (id integer)'],
    now: [['adopted_table', 'select 1 as id', view]],
    options: { adopt: true },
    says: ['adopted_table: replace kind unrecorded'],
  },
  'a query that the database refuses': {
    before: [['refused', 'select 1 as id', table]],
    now: [['refused', 'select no_such_column from {{ this }}', table]],
    says: ['refused: fail sql'],
  },
};

const modes: readonly (readonly [mode: string, says: string, columns: string])[] = [
  ['ignore', 'add rows sql columns', ' +fresh (left)'],
  ['fail', 'fail sql columns', ' +fresh (left)'],
  ['append_new_columns', 'add rows sql columns', ' +fresh'],
  ['sync_all_columns', 'add rows sql columns', ' +fresh'],
];

const gone: readonly (readonly [mode: string, says: string, columns: string])[] = [
  ['ignore', 'fail sql columns', ' -old (left)'],
  ['fail', 'fail sql columns', ' -old (left)'],
  ['append_new_columns', 'add rows sql columns', ' -old (left)'],
  ['sync_all_columns', 'add rows sql columns', ' -old'],
];

forEachAdapter('a preview of', (under) => {
  it.each(Object.entries(everywhere))('%s', (_, given) => check(under, given));

  it.each([
    ...modes.map((each) => [...each, 'merge'] as const),
    ...['append', 'delete+insert'].map((strategy) => [...modes[2]!, strategy] as const),
  ])(
    'a new column of an incremental model under on_schema_change %s (%s,%s), strategy %s',
    (mode, says, columns, strategy) => {
      const name = `added_${mode}_${strategy.replace('+', '_')}`;
      const key: JsonObject = strategy === 'append' ? { unique_key: null } : {};
      const config = incremental({ on_schema_change: mode, incremental_strategy: strategy, ...key });
      return check(under, {
        before: [[name, "select 1 as id, 'a' as label", config]],
        now: [[name, "select 1 as id, 'b' as label, 2 as fresh", config]],
        says: [`${name}: ${says}`],
        columns,
      });
    },
  );

  it.each(gone)('a column that is gone under on_schema_change %s (%s,%s)', (mode, says, columns) => {
    const name = `gone_${mode}`;
    const config = incremental({ on_schema_change: mode, incremental_strategy: 'merge' });
    return check(under, {
      before: [[name, 'select 1 as id, 2 as old', config]],
      now: [[name, 'select 1 as id', config]],
      says: [`${name}: ${says}`],
      columns,
    });
  });
});

forEachAdapter('a preview of a seed', (under) => {
  const seed = async (csv: string) => {
    const dataPath = join(under.folder, 'people.csv');
    await writeFile(dataPath, csv);
    const checksum = { name: 'sha256', checksum: csv };
    const config = { indexes: [{ columns: ['id'] }] };
    const parts = { originalFilePath: 'seeds/people.csv', dataPath, checksum, config } as Parameters<
      typeof otherNode
    >[2];
    return [placed(under, otherNode('seed', 'people', parts))];
  };

  it('knows a new file, new rows and other columns', async () => {
    const states: readonly (readonly [csv: string, says: string, columns: string])[] = [
      ['id,name\n1,a\n', 'people: create new', ''],
      ['id,name\n1,a\n', 'people: reload unchanged', ''],
      ['id,name\n1,a\n2,b\n', 'people: reload file', ''],
      ['id,name,age\n1,a,7\n', 'people: replace file columns', ' +age'],
    ];
    for (const [csv, says, columns] of states) {
      const nodes = await seed(csv);
      const stood = await databaseSnapshot(under);
      const [preview] = (await previewProject(under, nodes, { command: 'seed' })).nodes;
      expect(await databaseSnapshot(under)).toEqual(stood);
      expect([saying(preview!), columnsText(preview!), preview!.unknown]).toEqual([says, columns, null]);
      const run = await runKept(under, nodes, { command: 'seed' });
      expect(run.results.get('people')?.status).toBe('success');
      expect(withoutNames(preview!.statements.join(';\n\n'))).toBe(withoutNames(run.sent.get('people') ?? ''));
    }
  });
});

forEachAdapter('a preview of a data test', (under) => {
  it.each([false, true])('says its statements up to the verdict, failures stored: %s', async (isStored) => {
    const config = { store_failures: isStored };
    const parts = { rawCode: 'select 1 as n', config, relationName: isStored ? 'stored' : null };
    const nodes = [placed(under, otherNode('test', 'failing', parts as Parameters<typeof otherNode>[2]))];
    for (const _ of [1, 2]) {
      const stood = await databaseSnapshot(under);
      const [preview] = (await previewProject(under, nodes, { command: 'test' })).nodes;
      expect(await databaseSnapshot(under)).toEqual(stood);
      expect([preview!.action, preview!.unknown]).toEqual(['test', null]);
      const run = await runKept(under, nodes, { command: 'test' });
      expect(run.results.get('failing')?.status).toBe('fail');
      expect(withoutNames(preview!.statements.join(';\n\n'))).toBe(withoutNames(run.sent.get('failing') ?? ''));
    }
  });
});

forEachAdapter('a preview that is cancelled', (under) => {
  it('ends, and throws', async () => {
    const cancel = new AbortController();
    cancel.abort();
    const preview = previewProject(under, [model(under, ['a', 'select 1 as id'])], {
      command: 'run',
      signal: cancel.signal,
    });
    await expect(preview).rejects.toThrow();
  });
});

forEachAdapter('a preview of a template that writes', (under) => {
  it('is refused by the database, says so, and has changed nothing', async () => {
    await under.withSession((session) => session.execute(`create table ${under.name('kept')} (id integer)`));
    const stood = await databaseSnapshot(under);
    const writes = (name: string, sql: string) =>
      model(under, [name, `{% do adapter.execute(${JSON.stringify(sql)}) %} select 1 as id`]);
    const nodes = [
      writes('inserts', `insert into ${under.name('kept')} values (1)`),
      writes('commits', `commit; begin; drop table ${under.name('kept')}; commit`),
      model(under, ['innocent', 'select 1 as id']),
    ];
    const { byName } = await previewProject(under, nodes, { command: 'run' });
    expect(byName.get('inserts')?.unknown).toMatch(/^It changes the database while it is rendered/);
    expect(byName.get('commits')?.statements).toEqual([]);
    expect(byName.get('innocent')?.unknown).toBeNull();
    expect(await databaseSnapshot(under)).toEqual(stood);
  });
});
