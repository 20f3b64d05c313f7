/** Makes sure that the schemas of a run exist before its first node starts, and looks up once what stands in them. */
import type { NodeRuntime } from '../compile/node-runtime.js';
import type { RelationName } from '../resources/relation.js';
import { openNode } from './node/open-node.js';
import type { RunContext } from './run-context.js';

/** Creates missing schemas through the macro `create_schema`, which a project may override. Throws what the database says. */
export async function prepareSchemas(context: RunContext, signal: AbortSignal): Promise<void> {
  const schemas = neededSchemas(context);
  if (schemas.length === 0) return;
  const open = openNode(context, { node: null, purpose: 'write', signal, threadId: 'main' });
  try {
    const session = await open.session();
    const present = new Set(await context.deps.adapter.introspector.schemas(session));
    const missing = schemas.filter((name) => !present.has(name.schema ?? ''));
    for (const name of missing) await createSchema(context, name, open.runtime);
    await context.relations.prefetch(
      schemas.flatMap(({ schema }) => schema ?? []),
      session,
    );
  } finally {
    await open.close();
  }
}

/** The schemas as the database names them; a database without schemas needs none. */
function neededSchemas(context: RunContext): RelationName[] {
  const { adapter, target } = context.deps;
  const names = context.plan.schemas.map((schema) =>
    adapter.relationName({ database: target.credentials.database, schema, identifier: '' }, target.credentials),
  );
  return names.filter((name, index) => {
    return name.schema !== null && names.findIndex((other) => other.schema === name.schema) === index;
  });
}

async function createSchema(context: RunContext, name: RelationName, runtime: NodeRuntime): Promise<void> {
  const { environment, project } = context.deps;
  const macro = environment.findMacro('create_schema', project.name);
  if (macro === null) throw new Error('There is no macro create_schema.');
  const quoting = { database: true, schema: true, identifier: true };
  const relation = context.compiler.argument({ is: 'relation', relation: { ...name, type: null, quoting } }, runtime);
  const call = { args: [relation], kwargs: new Map() };
  await environment.callMacro(macro, call, context.compiler.scope(null, runtime, {}));
}
