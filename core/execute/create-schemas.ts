/** Makes sure that the schemas of a run exist before its first node starts, and looks up once what stands in them. */
import type { SessionOptions } from '../adapter/database.js';
import type { NodeRuntime } from '../compile/node-runtime.js';
import type { Relation } from '../resources/relation.js';
import { writtenRelations } from './locks/written-relations.js';
import { type OpenNode, openNode } from './node/open-node.js';
import type { RunContext } from './run-context.js';

/** Creates missing schemas through the macro `create_schema`, which a project may override. Throws what the database says. */
export async function createSchemas(context: RunContext, signal: AbortSignal): Promise<void> {
  const schemas = neededSchemas(context);
  if (schemas.length === 0) return;
  await withSession(context, signal, async (open) => {
    for (const schema of await missingSchemas(context, open)) await createSchema(context, schema, open);
  });
}

/** The schemas of the run that do not exist. */
export async function missingSchemas(context: RunContext, open: OpenNode): Promise<readonly Relation[]> {
  const schemas = neededSchemas(context);
  if (schemas.length === 0) return [];
  const { introspector, dialect } = context.deps.adapter;
  const found = await introspector.schemas(await open.session());
  const present = new Set(found.map((name) => dialect.foldIdentifier(name, true)));
  return schemas.filter(({ schema, quoting }) => !present.has(dialect.foldIdentifier(schema ?? '', quoting.schema)));
}

/** Looks up all relations of the run's schemas at once. When that fails, each node tries again and says what it was told. */
export async function lookUpRelations(
  context: RunContext,
  signal: AbortSignal,
  purpose: SessionOptions['purpose'] = 'write',
): Promise<void> {
  const { foldIdentifier } = context.deps.adapter.dialect;
  const schemas = neededSchemas(context).map(({ schema, quoting }) => foldIdentifier(schema ?? '', quoting.schema));
  const bare = writtenRelations(context).filter(({ schema }) => schema === null);
  if (schemas.length === 0 && bare.length === 0) return;
  const work = async (open: OpenNode) => context.relations.prefetch({ schemas, bare }, await open.session());
  await withSession(context, signal, work, purpose);
}

async function withSession(
  context: RunContext,
  signal: AbortSignal,
  work: (open: OpenNode) => Promise<void>,
  purpose: SessionOptions['purpose'] = 'write',
) {
  const open = openNode(context, { node: null, purpose, signal, threadId: 'main' });
  try {
    await work(open);
  } finally {
    await open.close();
  }
}

/** The schemas as the database names them, quoted as the first of their nodes is; a database without schemas needs none. */
function neededSchemas(context: RunContext): Relation[] {
  const wanted = new Set(context.plan.schemas);
  const schemas = new Map<string, Relation>();
  for (const { node } of context.plan.nodes.values()) {
    if (node.resourceType === 'exposure' || !wanted.has(node.schema)) continue;
    const relation = context.compiler.relation(node, context.deps);
    if (relation.schema !== null && !schemas.has(relation.schema)) schemas.set(relation.schema, relation);
  }
  return [...schemas.values()];
}

/** Creates the schema that a relation is to stand in when it is missing. */
export async function createMissingSchema(context: RunContext, relation: Relation, open: OpenNode): Promise<void> {
  if (!(await isThere(context, relation, open))) await createSchema(context, relation, open);
}

async function isThere({ deps }: RunContext, { schema, quoting }: Relation, open: OpenNode): Promise<boolean> {
  const { introspector, dialect } = deps.adapter;
  const found = await introspector.schemas(await open.session());
  const key = dialect.foldIdentifier(schema ?? '', quoting.schema);
  return found.some((name) => dialect.foldIdentifier(name, true) === key);
}

/** Another run may create the same schema at this moment; on Postgres one of the two then fails, `if not exists` or not. */
async function createSchema(context: RunContext, schema: Relation, open: OpenNode): Promise<void> {
  try {
    await callCreateSchema(context, schema, open.runtime);
  } catch (error) {
    if (!(await isThere(context, schema, open).catch(() => false))) throw error;
  }
}

async function callCreateSchema(context: RunContext, schema: Relation, runtime: NodeRuntime): Promise<void> {
  const { environment, project } = context.deps;
  const macro = environment.findMacro('create_schema', project.name);
  if (macro === null) throw new Error('There is no macro create_schema.');
  const relation = context.compiler.argument({ is: 'relation', relation: { ...schema, type: null } }, runtime);
  const call = { args: [relation], kwargs: new Map() };
  await environment.callMacro(macro, call, context.compiler.scope(null, runtime, {}));
}
