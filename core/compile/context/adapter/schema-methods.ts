/** Methods of `adapter` about schemas and what stands in them. */
import { RelationValue } from '../../../parse/context/relation-value.js';
import { str } from '../../../template/values/text.js';
import type { Value } from '../../../template/values/value.js';
import { contextError } from '../context-error.js';
import type { NodeContext } from '../node-context.js';
import { withSession } from './database-call.js';
import { callNamed } from './macro-value.js';
import { type AdapterMethods, relationArgument } from './method.js';

export const schemaMethods: AdapterMethods = {
  create_schema: { signature: 'relation', call: (context, args) => changeSchema(context, 'create_schema', args) },
  drop_schema: { signature: 'relation', call: (context, args) => changeSchema(context, 'drop_schema', args) },
  list_schemas: { signature: 'database=None', call: async (context) => [...(await schemas(context))] },
  check_schema_exists: {
    signature: 'database, schema',
    call: async (context, [, schema]) => (await schemas(context)).includes(str(schema)),
  },
  list_relations: {
    signature: 'database, schema',
    call: (context, [database, schema]) => relationsOf(context, { database, schema }),
  },
  list_relations_without_caching: {
    signature: 'schema_relation',
    call: (context, [relation]) => relationsOf(context, relationArgument(relation).relation),
  },
  verify_database: { signature: 'database', call: verifyDatabase },
};

async function changeSchema(context: NodeContext, macro: string, [relation]: readonly Value[]): Promise<Value> {
  await callNamed(context, macro, [relationArgument(relation)]);
  return '';
}

function schemas(context: NodeContext): Promise<readonly string[]> {
  return withSession(context, (session) => context.runtime.adapter.introspector.schemas(session));
}

async function relationsOf(context: NodeContext, parts: { database: Value; schema: Value }): Promise<Value> {
  const { adapter, target } = context.runtime;
  const schema = parts.schema === null ? null : str(parts.schema);
  const database = parts.database === null ? target.credentials.database : str(parts.database);
  const physical = adapter.relationName({ database, schema, identifier: '' }, target.credentials);
  const found = await withSession(context, (session) => adapter.introspector.relations(session, [physical.schema]));
  const quoting = { database: true, schema: true, identifier: true };
  return found.map(
    ({ identifier, type }) => new RelationValue({ database, schema, identifier, type, quoting }, context.relations),
  );
}

/** Another database than the target's cannot be reached over one connection. */
function verifyDatabase({ runtime }: NodeContext, [database]: readonly Value[]): Value {
  const own = runtime.target.credentials.database;
  const given = database === null ? own : str(database).replace(/^"(.*)"$/su, '$1');
  if (given.toLowerCase() === own.toLowerCase()) return '';
  throw contextError('TSDBT_RELATION_UNKNOWN', `The database ${given} is another than the target's, ${own}.`);
}
