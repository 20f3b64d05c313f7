/**
 * What is known of relations during a run: one look-up per schema, kept current by the effects of committed statements.
 * A look-up that fails answers unknown and is tried again; it never answers absent.
 */
import type { Adapter, Credentials } from '../../adapter/adapter.js';
import type { Session } from '../../adapter/database.js';
import type { FoundRelation } from '../../adapter/introspector.js';
import type { RelationStates } from '../../compile/node-runtime.js';
import type { Effect } from '../../plan/node-plan.js';
import type { Relation, RelationName, RelationState } from '../../resources/relation.js';

export interface TrackedRelations extends RelationStates {
  /**
   * Forgets all and looks up at once the relations of the schemas, and those given that have no schema. A failure is kept
   * quiet: each look-up is tried again when needed.
   */
  readonly prefetch: (wanted: Wanted, session: Session) => Promise<void>;
  /** Takes over what a committed statement did. */
  readonly apply: (effect: Effect) => void;
  /** Forgets what is known of a relation, after work whose end is not known. */
  readonly forget: (relation: RelationName) => void;
}

interface Wanted {
  readonly schemas: readonly string[];
  /** Where names have no schema, a bare name may mean something temporary too: only of these is it concluded that they are absent. */
  readonly bare: readonly RelationName[];
}

type Part = Pick<Adapter, 'introspector' | 'dialect' | 'classifyError' | 'relationName'>;

/** A store of relation states for one run. Names may be the project's or the database's: the latter are looked up. */
export function trackRelations(adapter: Part, credentials: Credentials): TrackedRelations {
  const known = new Map<string, RelationState>();
  const schemas = new Map<string, Promise<void>>();
  const physical = <T extends RelationName>(relation: T): T => ({
    ...relation,
    ...adapter.relationName(relation, credentials),
  });
  const key = (relation: RelationName) => relationKey(physical(relation), adapter);

  const fetchSchemas = async (names: readonly (string | null)[], session: Session) => {
    const found = await adapter.introspector.relations(session, names);
    for (const relation of found) {
      const id = key(relation);
      if (!known.has(id)) known.set(id, presentAs(relation));
    }
  };
  const fetchSchema = (name: string, session: Session): Promise<void> => {
    const running = schemas.get(name) ?? fetchSchemas([name], session);
    schemas.set(name, running);
    running.catch(() => schemas.delete(name));
    return running;
  };

  const state = async (named: RelationName, session: Session): Promise<RelationState> => {
    const relation = physical(named);
    const id = relationKey(relation, adapter);
    const before = known.get(id);
    if (before !== undefined) return before;
    try {
      const schema = foldedSchema(relation, adapter);
      if (schema === null) return lookUp(await adapter.introspector.relation(session, relation), known, id);
      await fetchSchema(schema, session);
      return lookUp(null, known, id);
    } catch (error) {
      return { presence: 'unknown', reason: adapter.classifyError(error).message };
    }
  };
  const set = (relation: RelationName, next: RelationState) => void known.set(key(relation), next);
  const renamed = (from: Relation, to: Relation) => {
    set(from, { presence: 'absent' });
    set(to, { presence: 'present', type: to.type ?? 'table' });
  };

  return {
    state,
    set,
    renamed,
    prefetch: async ({ schemas: names, bare }, session) => {
      known.clear();
      schemas.clear();
      const running = fetchSchemas(bare.length === 0 ? names : [...names, null], session);
      for (const name of names) schemas.set(name, running);
      try {
        await running;
      } catch {
        return schemas.clear();
      }
      for (const relation of bare) lookUp(null, known, key(relation));
    },
    apply: (effect) => applyEffect(effect, { set, renamed }),
    forget: (named) => {
      const relation = physical(named);
      known.delete(relationKey(relation, adapter));
      const schema = foldedSchema(relation, adapter);
      if (schema !== null) schemas.delete(schema);
    },
  };
}

/** What the store says after a look-up: what it already knew wins, as effects are newer than the answer. */
function lookUp(found: FoundRelation | null, known: Map<string, RelationState>, id: string): RelationState {
  const before = known.get(id);
  if (before !== undefined) return before;
  const state: RelationState = found === null ? { presence: 'absent' } : presentAs(found);
  known.set(id, state);
  return state;
}

function presentAs({ type, holding }: FoundRelation): RelationState {
  return { presence: 'present', type, ...(holding === undefined ? {} : { holding }) };
}

function applyEffect(effect: Effect, states: Pick<RelationStates, 'set' | 'renamed'>): void {
  if (effect.kind === 'dropped') states.set(effect.relation, { presence: 'absent' });
  else if (effect.kind === 'renamed' && effect.renamedTo) states.renamed(effect.relation, effect.renamedTo);
  else if (effect.kind !== 'changed') {
    states.set(effect.relation, { presence: 'present', type: effect.relation.type ?? 'table' });
  }
}

/** Names that the database takes for the same relation have the same key. A plain name counts as quoted. */
export function relationKey(relation: RelationName | Relation, adapter: Pick<Adapter, 'dialect'>): string {
  const isQuoted = !('quoting' in relation) || relation.quoting.identifier;
  const identifier = adapter.dialect.foldIdentifier(relation.identifier, isQuoted);
  return JSON.stringify([foldedSchema(relation, adapter), identifier]);
}

function foldedSchema(relation: RelationName | Relation, adapter: Pick<Adapter, 'dialect'>): string | null {
  const isQuoted = !('quoting' in relation) || relation.quoting.schema;
  return relation.schema === null ? null : adapter.dialect.foldIdentifier(relation.schema, isQuoted);
}
