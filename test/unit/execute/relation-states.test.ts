import { describe, expect, it } from 'vitest';
import type { Adapter, Credentials } from '../../../core/adapter/adapter.js';
import type { Session } from '../../../core/adapter/database.js';
import type { FoundRelation } from '../../../core/adapter/introspector.js';
import { trackRelations } from '../../../core/execute/session/relation-states.js';
import type { Relation } from '../../../core/resources/relation.js';

const session = {} as Session;
const credentials = {} as Credentials;

function setting(found: readonly FoundRelation[], settings: { fails?: () => boolean } = {}) {
  const asked: string[] = [];
  const adapter = {
    relationName: <T>(name: T) => name,
    dialect: { foldIdentifier: (name: string, isQuoted: boolean) => (isQuoted ? name : name.toLowerCase()) },
    classifyError: (error: Error) => ({ message: error.message }),
    introspector: {
      relations: async (_: Session, schemas: readonly (string | null)[]) => {
        asked.push(schemas.join(','));
        if (settings.fails?.()) throw new Error('permission denied');
        return found.filter(({ schema }) => schemas.includes(schema));
      },
      relation: async (_: Session, { identifier }: Relation) => {
        asked.push(identifier);
        return found.find((relation) => relation.identifier === identifier) ?? null;
      },
    },
  } as unknown as Adapter;
  return { asked, states: trackRelations(adapter, credentials) };
}

const found = (identifier: string, schema: string | null = 's'): FoundRelation => ({
  database: null,
  schema,
  identifier,
  type: 'table',
});
const named = (identifier: string, schema: string | null = 's', isQuoted = true): Relation => ({
  database: null,
  schema,
  identifier,
  type: null,
  quoting: { database: isQuoted, schema: isQuoted, identifier: isQuoted },
});
const absent = { presence: 'absent' };
const table = { presence: 'present', type: 'table' };

describe('relation states', () => {
  it('asks once for a schema, also when several nodes ask at the same moment', async () => {
    const { asked, states } = setting([found('a')]);
    const answers = await Promise.all(['a', 'b', 'a'].map((name) => states.state(named(name), session)));
    expect(answers).toEqual([table, absent, table]);
    expect(asked).toEqual(['s']);
  });

  it('answers unknown, never absent, when the look-up fails, and tries again', async () => {
    let isFailing = true;
    const { states } = setting([found('a')], { fails: () => isFailing });
    expect(await states.state(named('a'), session)).toEqual({ presence: 'unknown', reason: 'permission denied' });
    isFailing = false;
    expect(await states.state(named('a'), session)).toEqual(table);
  });

  it('does not fail when all schemas are looked up at once and that fails', async () => {
    const { states } = setting([], { fails: () => true });
    await states.prefetch({ schemas: ['s', 't'], bare: [] }, session);
    expect(await states.state(named('a'), session)).toMatchObject({ presence: 'unknown' });
  });

  it('asks once for all names without a schema that it was told of, and for any other by itself', async () => {
    const { asked, states } = setting([found('a', null), found('other', null)]);
    await states.prefetch({ schemas: [], bare: [named('a', null), named('b', null)] }, session);
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => states.state(named(name, null), session)));
    expect(answers).toEqual([table, absent, absent]);
    expect(asked).toEqual(['', 'c']);
  });

  it('takes over effects, newer than any look-up', async () => {
    const { states } = setting([found('old')]);
    states.apply({ kind: 'created', relation: { ...named('new'), type: 'view' } });
    states.apply({ kind: 'dropped', relation: named('old') });
    expect(await states.state(named('new'), session)).toEqual({ presence: 'present', type: 'view' });
    expect(await states.state(named('old'), session)).toEqual(absent);
    states.apply({
      kind: 'renamed',
      relation: { ...named('new'), type: 'table' },
      renamedTo: { ...named('old'), type: 'table' },
    });
    expect(await states.state(named('new'), session)).toEqual(absent);
    expect(await states.state(named('old'), session)).toEqual(table);
    states.apply({ kind: 'changed', relation: named('old') });
    expect(await states.state(named('old'), session)).toEqual(table);
  });

  it('looks a relation up again after it was forgotten', async () => {
    const { asked, states } = setting([found('a')]);
    states.set(named('a'), { presence: 'absent' });
    states.forget(named('a'));
    expect(await states.state(named('a'), session)).toEqual(table);
    expect(asked).toEqual(['s']);
  });

  it('takes an unquoted name for what the database makes of it', async () => {
    const { states } = setting([found('orders')]);
    expect(await states.state(named('Orders', 's', false), session)).toEqual(table);
    expect(await states.state(named('Orders'), session)).toEqual(absent);
  });

  it('asks for single relations where there are no schemas', async () => {
    const { asked, states } = setting([found('a', null)]);
    expect(await states.state(named('a', null), session)).toEqual(table);
    expect(await states.state(named('a', null), session)).toEqual(table);
    expect(asked).toEqual(['a']);
  });
});
