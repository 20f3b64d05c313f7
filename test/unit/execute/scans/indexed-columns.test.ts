import { describe, expect, it } from 'vitest';
import type { Session } from '../../../../core/adapter/database.js';
import type { IndexedColumn } from '../../../../core/adapter/introspector.js';
import type { RunContext } from '../../../../core/execute/run-context.js';
import type { Scan } from '../../../../core/execute/scans/collect-scans.js';
import { chooseForScans } from '../../../../core/execute/scans/indexed-columns.js';
import type { ScannableTest, ScanQuestion } from '../../../../core/plan/scans/scannable-test.js';
import type { RelationName } from '../../../../core/resources/relation.js';
import { modelNode } from '../../../support/manifest.js';

const session = {} as Session;

function scan(name: string, questions: readonly Pick<ScanQuestion, 'kind' | 'column'>[], config = {}): Scan {
  const tests = questions.map((question) => ({ question }) as ScannableTest);
  return { id: name, relation: modelNode(name, { config }), tests, waitsFor: [], depth: 1 };
}

/** A run over a database that folds names to lower case and has the given indexes. */
function run(indexes: readonly IndexedColumn[] | Error, built: readonly Scan[] = []) {
  const asked: string[][] = [];
  const quoting = { database: false, schema: false, identifier: false };
  const context = {
    plan: { nodes: new Map(built.map(({ relation }) => [relation.uniqueId, {}])) },
    compiler: {
      relation: (node: Scan['relation']) => ({
        database: null,
        schema: 'Main',
        identifier: node.name,
        type: null,
        quoting,
      }),
    },
    deps: {
      adapter: {
        dialect: { foldIdentifier: (name: string, isQuoted: boolean) => (isQuoted ? name : name.toLowerCase()) },
        introspector: {
          indexedColumns: async (_: Session, names: readonly RelationName[]) => {
            asked.push(names.map(({ schema, identifier }) => `${schema}.${identifier}`));
            if (indexes instanceof Error) throw indexes;
            return indexes;
          },
        },
      },
    },
  } as unknown as RunContext;
  return { context, asked };
}

const index = (identifier: string, column: string): IndexedColumn => ({
  relation: { database: null, schema: 'main', identifier },
  column,
});
const columnsOf = (tests: readonly ScannableTest[]) =>
  tests.map(({ question }) => `${question.kind} ${question.column}`);

const orders = scan('Orders', [
  { kind: 'not_null', column: 'ID' },
  { kind: 'not_null', column: '"ID"' },
  { kind: 'unique', column: 'id' },
  { kind: 'not_null', column: 'note' },
]);

describe('chooseForScans', () => {
  it('leaves not_null of an indexed column to the index, by the name that the database has', async () => {
    const { context, asked } = run([index('orders', 'id')]);
    const chosen = await chooseForScans(context, [orders])(orders, session);
    expect(columnsOf(chosen)).toEqual(['not_null "ID"', 'unique id', 'not_null note']);
    expect(asked).toEqual([['main.orders']]);
  });

  it('asks once for all relations that stand, and not for those without such a test', async () => {
    const other = scan('other', [{ kind: 'not_null', column: 'a' }]);
    const without = scan('without', [{ kind: 'completeness', column: 'a' }]);
    const { context, asked } = run([index('orders', 'id')]);
    const choose = chooseForScans(context, [orders, other, without]);
    expect(columnsOf(await choose(without, session))).toEqual(['completeness a']);
    expect(asked).toEqual([]);
    await Promise.all([choose(orders, session), choose(other, session)]);
    expect(asked).toEqual([['main.orders', 'main.other']]);
  });

  it('asks for a relation that the run has built only when it may have indexes', async () => {
    const made = scan('made', [{ kind: 'not_null', column: 'a' }]);
    const grown = scan('grown', [{ kind: 'not_null', column: 'a' }], { materialized: 'incremental' });
    const { context, asked } = run([index('made', 'a'), index('grown', 'a')], [made, grown]);
    const choose = chooseForScans(context, [made, grown]);
    expect(columnsOf(await choose(made, session))).toEqual(['not_null a']);
    expect(columnsOf(await choose(grown, session))).toEqual([]);
    expect(asked.filter((names) => names.length > 0)).toEqual([['main.grown']]);
  });

  it('scans everything when the catalog does not answer', async () => {
    const { context } = run(new Error('no right to look'));
    expect(await chooseForScans(context, [orders])(orders, session)).toEqual(orders.tests);
  });
});
