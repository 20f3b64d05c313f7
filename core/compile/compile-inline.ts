/** Compiles SQL of the command line (`--inline`): it may ref and source everything, as a macro of the root project may. */
import { createHash } from 'node:crypto';
import type { AnalysisNode } from '../resources/node.js';
import { compileNode } from './compile-node.js';
import type { CompiledNode } from './compiled-node.js';
import { INLINE_PATH } from './context/names/references.js';
import type { NodeRuntime } from './node-runtime.js';

export function compileInline(sql: string, runtime: NodeRuntime): Promise<CompiledNode> {
  return compileNode(inlineNode(sql, runtime), runtime);
}

/** The node that stands for the SQL; dbt gives it the same name and path. */
export function inlineNode(sql: string, { project, target }: Pick<NodeRuntime, 'project' | 'target'>): AnalysisNode {
  const name = 'inline_query';
  const { database, schema } = target.credentials;
  return {
    resourceType: 'analysis',
    uniqueId: `sql_operation.${project.name}.${name}`,
    name,
    alias: name,
    packageName: project.name,
    path: INLINE_PATH,
    originalFilePath: INLINE_PATH,
    fqn: [project.name, 'sql', name],
    description: '',
    meta: {},
    tags: [],
    location: { file: '--inline', line: 1, column: 1 },
    database,
    schema,
    identifier: name,
    relationName: null,
    rawCode: sql,
    checksum: { name: 'sha256', checksum: createHash('sha256').update(sql).digest('hex') },
    config: {},
    unrenderedConfig: {},
    quoting: { database: true, schema: true, identifier: true },
    columns: {},
    patchPath: null,
    refs: [],
    sources: [],
    dependsOn: { nodes: [], macros: [] },
    docs: { show: true, nodeColor: null },
    group: null,
  };
}
