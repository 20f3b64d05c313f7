/** Methods of `adapter` about single relations. What they change is told to the store of relation states. */
import { RelationValue } from '../../../parse/context/relation-value.js';
import type { RelationName } from '../../../resources/relation.js';
import { str } from '../../../template/values/text.js';
import type { Value } from '../../../template/values/value.js';
import { contextError } from '../context-error.js';
import type { NodeContext } from '../node-context.js';
import { withSession } from './database-call.js';
import { callNamed } from './macro-value.js';
import { type AdapterMethods, relationArgument } from './method.js';

export const relationMethods: AdapterMethods = {
  get_relation: { signature: 'database, schema, identifier', call: getRelation },
  drop_relation: {
    signature: 'relation',
    call: async (context, [relation]) => {
      if (relation === null) return '';
      await callNamed(context, 'drop_relation', [relationArgument(relation)]);
      context.runtime.relations.set(relationArgument(relation).relation, { presence: 'absent' });
      return '';
    },
  },
  truncate_relation: {
    signature: 'relation',
    call: async (context, [relation]) => {
      await callNamed(context, 'truncate_relation', [relationArgument(relation)]);
      return '';
    },
  },
  rename_relation: {
    signature: 'from_relation, to_relation',
    call: async (context, [from, to]) => {
      await callNamed(context, 'rename_relation', [relationArgument(from), relationArgument(to)]);
      return noteRenamed(context, from, to);
    },
  },
  cache_added: {
    signature: 'relation',
    call: (context, [relation]) => {
      const added = relation === null ? null : relationArgument(relation).relation;
      if (added !== null) context.runtime.relations.set(added, { presence: 'present', type: added.type ?? 'table' });
      return '';
    },
  },
  cache_dropped: {
    signature: 'relation',
    call: (context, [relation]) => {
      if (relation !== null) context.runtime.relations.set(relationArgument(relation).relation, { presence: 'absent' });
      return '';
    },
  },
  cache_renamed: {
    signature: 'from_relation, to_relation',
    call: (context, [from, to]) => noteRenamed(context, from, to),
  },
};

function noteRenamed(context: NodeContext, from: Value, to: Value): Value {
  const before = relationArgument(from).relation;
  const after = relationArgument(to).relation;
  context.runtime.relations.renamed(before, { ...after, type: after.type ?? before.type });
  return '';
}

async function getRelation(context: NodeContext, [database, schema, identifier]: readonly Value[]): Promise<Value> {
  if (identifier === null) return null;
  const name = { database: textOf(database), schema: textOf(schema), identifier: str(identifier) };
  return existingRelation(context, name);
}

/** The relation with its type, none when there is none. When the database cannot say, that is an error and not "none". */
async function existingRelation(context: NodeContext, name: RelationName): Promise<Value> {
  const state = await withSession(context, (session) => context.runtime.relations.state(name, session));
  const quoting = { database: true, schema: true, identifier: true };
  if (state.presence === 'absent') return null;
  const relation = new RelationValue({ ...name, type: null, quoting }, context.relations);
  if (state.presence === 'present') return relation.with({ type: state.type });
  throw contextError('TSDBT_RELATION_UNKNOWN', `Whether ${relation.text()} exists is not known: ${state.reason}`);
}

function textOf(value: Value): string | null {
  return value === null ? null : str(value);
}
