/** What a preview says of things that rest on a relation, against what becomes of them in the run. */
import { it } from 'vitest';
import { type Case, check, incremental, table, view } from '../../support/execute/preview-case.js';
import { forPostgres, forSqlite } from '../support.js';

forPostgres('a preview of', (under) => {
  const cases: Readonly<Record<string, Case>> = {
    'a table under views of people, with its columns as before': {
      before: [['read', 'select 1 as id, 2 as amount', table]],
      byHand: [
        'create view {reader} as select id from {read}',
        'create view {outer_reader} as select id from {reader}',
        "comment on table {read} is 'by hand'",
        'grant select on {read} to public',
      ],
      now: [['read', 'select 2 as id, 3 as amount', table]],
      says: ['read: replace sql'],
      dependents: 'outer_reader kept, reader kept',
    },
    'a table without a column that a view reads': {
      before: [['cut', 'select 1 as id, 2 as amount', table]],
      byHand: ['create view {cut_reader} as select amount from {cut}'],
      now: [['cut', 'select 1 as id', table]],
      says: ['cut: fail sql columns'],
      columns: ' -amount',
      dependents: 'cut_reader blocks',
    },
    'a table without a column that no view reads': {
      before: [['trimmed', 'select 1 as id, 2 as amount', table]],
      byHand: ['create view {trimmed_reader} as select id from {trimmed}'],
      now: [['trimmed', 'select 1 as id', table]],
      says: ['trimmed: replace sql columns'],
      columns: ' -amount',
      dependents: 'trimmed_reader kept',
    },
    'a table without a column that a view reads, which may be dropped': {
      before: [['freed', 'select 1 as id, 2 as amount', table]],
      byHand: ['create view {freed_reader} as select amount from {freed}'],
      now: [['freed', 'select 1 as id', table]],
      options: { allowDropDependents: true },
      says: ['freed: replace sql columns'],
      columns: ' -amount',
      dependents: 'freed_reader dropped',
    },
    'a table with a column of another type that a view reads': {
      before: [['typed', 'select 1 as id, 2 as amount', table]],
      byHand: ['create view {typed_reader} as select amount from {typed}'],
      now: [['typed', 'select 1 as id, 2.5::numeric(10,2) as amount', table]],
      says: ['typed: replace sql columns'],
      columns: ' ~amount',
      dependents: 'typed_reader unknown',
    },
    'a column of another type, under a view of the same plan': {
      before: [
        ['retyped', 'select 1 as id, 2 as amount', table],
        ['over_it', "select amount from {{ ref('retyped') }}", view],
      ],
      now: [
        ['retyped', 'select 1 as id, 2.5::numeric(10,2) as amount', table],
        ['over_it', "select amount from {{ ref('retyped') }}", view],
      ],
      says: ['retyped: replace sql columns', 'over_it: replace columns parents'],
      columns: ' ~amount ~amount',
      dependents: 'over_it built',
    },
    'a column that goes, under a view of the same plan that no longer reads it': {
      before: [
        ['shrunk', 'select 1 as id, 2 as amount', table],
        ['over_shrunk', "select amount from {{ ref('shrunk') }}", view],
      ],
      now: [
        ['shrunk', 'select 1 as id', table],
        ['over_shrunk', "select id from {{ ref('shrunk') }}", view],
      ],
      says: ['shrunk: replace sql columns', 'over_shrunk: replace sql columns parents'],
      columns: ' -amount +id -amount',
      dependents: 'over_shrunk built',
    },
    'a view that gets a column at its end, and one that loses its first': {
      before: [
        ['longer', 'select 1 as id', view],
        ['shorter', 'select 1 as id, 2 as amount', view],
      ],
      byHand: ['create view {longer_reader} as select id from {longer}'],
      now: [
        ['longer', 'select 1 as id, 2 as amount', view],
        ['shorter', 'select 2 as amount', view],
      ],
      says: ['longer: replace sql columns', 'shorter: replace sql columns'],
      columns: ' +amount -id',
    },
    'a table under two keys, one of which has a name that is a part of other names': {
      before: [['keyed', 'select 1 as id', table]],
      byHand: [
        'alter table {keyed} add primary key (id)',
        'create table {pointing} (a bigint constraint a_ref references {keyed}, b bigint constraint ref references {keyed})',
      ],
      now: [['keyed', 'select 2 as id', table]],
      says: ['keyed: fail sql'],
      dependents: 'pointing blocks, pointing unknown',
    },
    'a wider type that sync_all_columns takes over': {
      before: [['widened', 'select 1 as id, 2 as amount', incremental({ on_schema_change: 'sync_all_columns' })]],
      now: [['widened', 'select 1 as id, 2::bigint as amount', incremental({ on_schema_change: 'sync_all_columns' })]],
      says: ['widened: add rows sql columns'],
      columns: ' ~amount',
    },
    'an incremental table that loses a column that a view reads': {
      before: [['synced', 'select 1 as id, 2 as amount', incremental({ on_schema_change: 'sync_all_columns' })]],
      byHand: ['create view {synced_reader} as select amount from {synced}'],
      now: [['synced', 'select 1 as id', incremental({ on_schema_change: 'sync_all_columns' })]],
      says: ['synced: fail sql columns'],
      columns: ' -amount',
      dependents: 'synced_reader blocks',
    },
  };
  it.each(Object.entries(cases))('%s', (_, given) => check(under, given));
});

forSqlite('a preview of', (under) => {
  const cases: Readonly<Record<string, Case>> = {
    'a table under a view of people, with its columns as before': {
      before: [['read', 'select 1 as id, 2 as amount', table]],
      byHand: ['create view {reader} as select id from {read}'],
      now: [['read', 'select 2 as id, 3 as amount', table]],
      says: ['read: replace sql'],
      dependents: 'reader kept',
    },
    'a table without a column, under a view of people': {
      before: [['cut', 'select 1 as id, 2 as amount', table]],
      byHand: ['create view {cut_reader} as select id from {cut}'],
      now: [['cut', 'select 1 as id', table]],
      says: ['cut: replace sql columns'],
      columns: ' -amount',
      dependents: 'cut_reader unknown',
    },
  };
  it.each(Object.entries(cases))('%s', (_, given) => check(under, given));
});
