import { describe, expect, it } from 'vitest';
import type { Adapter } from '../../../../core/adapter/adapter.js';
import type { Session } from '../../../../core/adapter/database.js';
import type { HandMade, Introspector, PlannedRelation } from '../../../../core/adapter/introspector.js';
import { plannedIntrospector } from '../../../../core/execute/preview/planned/planned-introspector.js';
import { plannedRelations } from '../../../../core/execute/preview/planned/planned-relations.js';
import type { ColumnInfo, RelationName } from '../../../../core/resources/relation.js';
import { factsOf } from '../../../support/plan/play-steps.js';

const { dialect } = factsOf();
const name = (identifier: string): RelationName => ({ database: null, schema: 's', identifier });
const column = (text: string): ColumnInfo => ({
  ...{ name: text, dataType: 'integer', charSize: null, numericPrecision: null, numericScale: null },
});
const present = (identifier: string, columns: readonly ColumnInfo[] | { readonly unknown: string }) =>
  ({ presence: 'present', name: name(identifier), type: 'table', columns }) as const;

describe('planned relations', () => {
  it('of one node are unseen by others until they are kept', () => {
    const all = plannedRelations({ dialect });
    const layer = all.layer();
    layer.set(name('a'), present('a', []));
    expect([layer.find(name('a'))?.presence, all.find(name('a'))]).toEqual(['present', null]);
    layer.keep();
    expect(all.find(name('a'))?.presence).toBe('present');
  });
});

describe('the introspector of a preview', () => {
  const session = {} as Session;
  const grant: HandMade = {
    what: 'grant',
    definition: 'grant',
    kind: 'setting',
    statements: ['grant'],
    after: [],
    aside: [],
  };
  const asked: (PlannedRelation | undefined)[] = [];
  const standing: Introspector = {
    schemas: async () => ['s'],
    relations: async () => ['a', 'b'].map((identifier) => ({ ...name(identifier), type: 'view' })),
    relation: async (_, { identifier }) => ({ ...name(identifier), type: 'view' }),
    columns: async () => [column('old')],
    describe: async () => [],
    dependents: async () =>
      ['a', 'b'].map((identifier) => ({
        ...name(identifier),
        ...{ kind: 'view', isDirect: true, recreate: null, rebind: null, drop: null },
      })),
    cascadingKeys: async () => [],
    indexedColumns: async () => [],
    lockHolders: async () => [],
    handMade: async (_, { identifier }, __, planned) => {
      asked.push(planned);
      return identifier === 'bare' ? [] : [grant];
    },
  };
  const planned = plannedRelations({ dialect });
  const introspector = plannedIntrospector({ introspector: standing, dialect } as Adapter, planned);
  planned.set(name('a'), present('a', [column('new')]));
  planned.set(name('gone'), { presence: 'absent' });
  planned.set(name('later'), present('later', { unknown: 'Not before it is built.' }));

  it('answers what will be, else what stands', async () => {
    expect(await introspector.columns(session, name('a'))).toEqual([column('new')]);
    expect(await introspector.columns(session, name('b'))).toEqual([column('old')]);
    expect(await introspector.relation(session, name('gone'))).toBeNull();
    const found = await introspector.relations(session, ['s']);
    expect(found.map(({ identifier, type }) => `${identifier} ${type}`)).toEqual(['b view', 'a table', 'later table']);
  });

  it('throws for columns that are not known, and never answers none', async () => {
    await expect(introspector.columns(session, name('later'))).rejects.toThrow('Not before it is built.');
    await expect(introspector.handMade(session, name('b'), name('later'))).rejects.toThrow('Not before it is built.');
    expect(await introspector.handMade(session, name('bare'), name('later'))).toEqual([]);
  });

  it('leaves out dependents that are built anew before, and tells what a replacement will be', async () => {
    const dependents = await introspector.dependents(session, name('x'));
    expect(dependents.map(({ identifier }) => identifier)).toEqual(['b']);
    await introspector.handMade(session, name('b'), name('a'));
    expect(asked.at(-1)).toEqual({ type: 'table', columns: ['new'] });
  });
});
