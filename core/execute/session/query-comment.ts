/** The comment that tells a database's administrator which node sent a statement; before the statement, or after it. */
import type { NodeRuntime } from '../../compile/node-runtime.js';
import { TsdbtError } from '../../diagnostics/error.js';
import type { ManifestNode } from '../../resources/node.js';
import type { Scope } from '../../template/template.js';

export interface QueryComment {
  readonly text: string;
  readonly append: boolean;
}

/** The comment of a node's statements, or null when it is switched off. `scope` has the names that a custom comment may use. */
export async function queryComment(
  runtime: NodeRuntime,
  node: ManifestNode | null,
  scope: () => Scope,
): Promise<QueryComment | null> {
  const configured = runtime.project.queryComment;
  if (configured?.comment === null) return null;
  const text =
    configured === undefined
      ? defaultComment(runtime, node)
      : await renderComment(runtime, configured.comment, scope());
  if (text.trim() === '') return null;
  const broken = ['*/', '/*'].find((mark) => text.includes(mark));
  if (broken === undefined) return { text: text.trim(), append: configured?.append ?? false };
  throw new TsdbtError([
    {
      code: 'TSDBT_QUERY_COMMENT_INVALID',
      severity: 'error',
      message: `The query comment ${JSON.stringify(text.trim())} holds ${broken}, which would ${broken === '*/' ? 'end the comment' : 'open another comment inside it'}.`,
      location: runtime.project.locate(['query-comment']),
    },
  ]);
}

/** Puts the comment to a statement; `offset` is where the statement itself starts. */
export function withComment(sql: string, comment: QueryComment | null): { sql: string; offset: number } {
  if (comment === null) return { sql, offset: 0 };
  if (comment.append) return { sql: `${sql.trimEnd().replace(/;$/, '')}\n/* ${comment.text} */`, offset: 0 };
  const prefix = `/* ${comment.text} */\n`;
  return { sql: prefix + sql, offset: prefix.length };
}

function defaultComment(runtime: NodeRuntime, node: ManifestNode | null): string {
  const facts: [string, string][] = [
    ['app', 'tsdbt'],
    ['tsdbt_version', runtime.invocation.toolVersion],
    ['profile_name', runtime.target.profileName],
    ['target_name', runtime.target.targetName],
    node === null ? ['connection_name', 'master'] : ['node_id', node.uniqueId],
  ];
  const json = facts.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(', ');
  // Neither mark of a comment may stand in it: databases nest comments.
  return `{${json.replaceAll('*/', '*\\/').replaceAll('/*', '/\\u002a')}}`;
}

async function renderComment(runtime: NodeRuntime, text: string, scope: Scope): Promise<string> {
  const { file, line, column } = runtime.project.locate(['query-comment']);
  const rendered = await runtime.environment.compile({ text, file, line, column }).render(scope);
  return rendered.text;
}
