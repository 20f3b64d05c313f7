/** `on-run-start` and `on-run-end` of every package, as operation nodes; and SQL given on the command line. */
import type { Located, PackageConfig } from '../../project/project-config.js';
import type { OperationNode } from '../../resources/node.js';
import { codeSource } from '../nodes/code-source.js';
import { checksumOf } from '../nodes/identity.js';
import type { NodeDraft } from '../nodes/node-draft.js';
import type { ParseContext } from '../nodes/parse-context.js';
import { parseNode } from '../nodes/parse-node.js';
import type { ParsedNode } from '../parsed-project.js';
import { patchParts } from './parse-code-file.js';

/** The hooks of one package in the order in which they run. */
export function parseProjectHooks(context: ParseContext, owner: PackageConfig): ParsedNode[] {
  const parse = (hooks: readonly Located<string>[], hook: OperationNode['hook']) =>
    hooks.map((sql, index) => parseNode(context, draftHook(owner, sql, { hook, index })));
  return [...parse(owner.onRunStart, 'on-run-start'), ...parse(owner.onRunEnd, 'on-run-end')];
}

function draftHook(
  owner: PackageConfig,
  { value, location }: Located<string>,
  { hook, index }: Pick<OperationNode, 'hook' | 'index'>,
): NodeDraft {
  const name = `${owner.name}-${hook}-${index}`;
  const { text } = codeSource(value, location.file);
  return {
    uniqueId: `operation.${owner.name}.${name}`,
    name,
    packageName: owner.name,
    path: `hooks/${name}.sql`,
    originalFilePath: './dbt_project.yml',
    fqn: [owner.name, 'hooks', name],
    location,
    source: { text, file: location.file, line: location.line, column: location.column },
    checksum: checksumOf(text),
    ...patchParts(null),
    particulars: { resourceType: 'operation', hook, index },
    ownTags: [hook],
  };
}

/** The node for `--inline`: code of the root project that is in no file. */
export function parseInlineSql(context: ParseContext, sql: string): ParsedNode {
  const packageName = context.setting.config.name;
  const source = codeSource(sql, '--inline');
  return parseNode(context, {
    uniqueId: `sql_operation.${packageName}.inline_query`,
    name: 'inline_query',
    packageName,
    path: 'inline_query',
    originalFilePath: 'from remote system',
    fqn: [packageName, 'sql', 'inline_query'],
    location: { file: '--inline', line: 1, column: 1 },
    source,
    checksum: checksumOf(source.text),
    ...patchParts(null),
    particulars: { resourceType: 'analysis' },
    ownTags: [],
  });
}
