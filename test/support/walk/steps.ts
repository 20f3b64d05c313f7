/** The steps of a random walk as plain data, so that a failing walk can be printed, shrunk and played again. */
import fc from 'fast-check';
import type { Build, OnSchemaChange, RunSettings, Strategy } from './model.js';

/** What stops a run at a statement: `kill` ends the process, `lose` ends the connection, `cancel` is a Ctrl-C. */
export interface Fault {
  readonly kind: 'kill' | 'lose' | 'cancel';
  /** Counted over the whole run, from 1. */
  readonly statement: number;
}

export type WalkStep =
  | {
      readonly do: 'edit';
      readonly node: number;
      readonly parent: number;
      readonly build: Build;
      readonly add: number;
      readonly skip: number;
      readonly hasX: boolean;
    }
  | { readonly do: 'remove'; readonly node: number }
  | { readonly do: 'add row'; readonly id: number | null; readonly v: number }
  | { readonly do: 'delete row'; readonly id: number | null }
  | { readonly do: 'run'; readonly settings: RunSettings }
  | { readonly do: 'disturbed run'; readonly settings: RunSettings; readonly fault: Fault }
  | { readonly do: 'view on top'; readonly node: number }
  | { readonly do: 'drop'; readonly node: number }
  | { readonly do: 'block'; readonly node: number; readonly kind: 'table' | 'view' };

/** So many nodes a project has at most. */
const NODES = 6;

const node = fc.nat({ max: NODES - 1 });
const id = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 1, max: 9 }) },
  { weight: 1, arbitrary: fc.constant(null) },
);
const build: fc.Arbitrary<Build> = fc.oneof(
  fc.record({ as: fc.constantFrom<'view' | 'table'>('view', 'table') }),
  fc.record({
    as: fc.constant<'incremental'>('incremental'),
    strategy: fc.constantFrom<Strategy>('append', 'delete+insert', 'merge'),
    onSchemaChange: fc.constantFrom<OnSchemaChange>('ignore', 'fail', 'append_new_columns', 'sync_all_columns'),
  }),
);
const settings = fc.record({
  fullRefresh: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  adopt: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

/** One step; edits and runs come most often. */
export const walkStep: fc.Arbitrary<WalkStep> = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.record({
      do: fc.constant<'edit'>('edit'),
      node,
      parent: fc.nat({ max: NODES }),
      build,
      add: fc.integer({ min: 0, max: 9 }),
      skip: fc.integer({ min: 0, max: 7 }),
      hasX: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant<'remove'>('remove'), node }) },
  {
    weight: 12,
    arbitrary: fc.record({ do: fc.constant<'add row'>('add row'), id, v: fc.integer({ min: 0, max: 50 }) }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant<'delete row'>('delete row'), id }) },
  { weight: 20, arbitrary: fc.record({ do: fc.constant<'run'>('run'), settings }) },
  {
    weight: 15,
    arbitrary: fc.record({
      do: fc.constant<'disturbed run'>('disturbed run'),
      settings,
      fault: fc.record({
        kind: fc.constantFrom<Fault['kind']>('kill', 'lose', 'cancel'),
        statement: fc.integer({ min: 1, max: 60 }),
      }),
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant<'view on top'>('view on top'), node }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant<'drop'>('drop'), node }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant<'block'>('block'),
      node,
      kind: fc.constantFrom<'table' | 'view'>('table', 'view'),
    }),
  },
);
