import { describe, expect, it } from 'vitest';
import { standings } from '../../../../core/execute/ledger/node-records.js';
import type { Effect } from '../../../../core/plan/node-plan.js';
import { temporaryRelation } from '../../../../core/plan/swap/temporary-name.js';
import type { Relation, RelationType } from '../../../../core/resources/relation.js';

const quoting = { database: true, schema: true, identifier: true };
const relation = (identifier: string, type: RelationType | null = null, schema: string | null = 's'): Relation => ({
  database: null,
  schema,
  identifier,
  type,
  quoting,
});
const target = relation('orders');
const fresh = temporaryRelation(target, 'new', 'invocation', 63);
const aside = temporaryRelation(target, 'old', 'invocation', 63);
const keyOf = ({ schema, identifier }: Relation) => `${schema}.${identifier}`;
const found = (effects: readonly Effect[], before: RelationType | null = null) =>
  standings(effects, { target, before, keyOf }).map((standing) => [
    standing.relation.identifier,
    standing.kind,
    standing.isTemporary,
  ]);
const renamed = (from: Relation, to: Relation): Effect => ({ kind: 'renamed', relation: from, renamedTo: to });

describe('standings', () => {
  it('answers the kind that the node has made', () => {
    expect(found([{ kind: 'created', relation: relation('orders', 'view') }])).toEqual([['orders', 'view', false]]);
    expect(found([{ kind: 'replaced', relation: relation('orders', 'view') }])).toEqual([['orders', 'view', false]]);
  });

  it('follows a swap to its end', () => {
    const swap: Effect[] = [
      { kind: 'created', relation: fresh },
      renamed({ ...target, type: 'view' }, { ...aside, type: 'view' }),
      renamed(fresh, { ...target, type: 'table' }),
      { kind: 'dropped', relation: aside },
    ];
    expect(found(swap)).toEqual([['orders', 'table', false]]);
  });

  it('answers an old version that stays under a temporary name', () => {
    const swap = [
      renamed({ ...target, type: 'table' }, { ...aside, type: 'table' }),
      renamed(fresh, { ...target, type: 'table' }),
    ];
    expect(found(swap)).toEqual([
      ['orders', 'table', false],
      [aside.identifier, 'table', true],
      [fresh.identifier, null, true],
    ]);
  });

  it('answers that an earlier left-over is gone', () => {
    expect(found([{ kind: 'dropped', relation: aside }])).toEqual([[aside.identifier, null, true]]);
  });

  it('keeps the kind of a relation whose rows alone have changed', () => {
    expect(found([{ kind: 'changed', relation: target }], 'table')).toEqual([['orders', 'table', false]]);
    const view: Effect = { kind: 'created', relation: relation('orders', 'view') };
    expect(found([view, { kind: 'changed', relation: target }])).toEqual([['orders', 'view', false]]);
  });

  it('takes nothing of others for the node’s own, nor tables that end with their session', () => {
    const others: Effect[] = [
      { kind: 'created', relation: relation('somebodys_view', 'view') },
      { kind: 'created', relation: { ...fresh, schema: null } },
    ];
    expect(found(others)).toEqual([]);
  });
});
