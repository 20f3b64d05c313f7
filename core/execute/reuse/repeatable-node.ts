/** Whether a node's compiled SQL gives the same rows again when all that it refers to is the same. */
import type { CompiledNode } from '../../compile/compiled-node.js';
import { readBy } from '../../compile/read-by.js';
import { isRepeatableHook } from '../../compile/repeatable/repeatable-hook.js';
import { unrepeatableReason } from '../../compile/repeatable/unrepeatable.js';
import type { ManifestNode, SourceNode } from '../../resources/node.js';
import type { ExecuteDeps } from '../execute-deps.js';
import type { Compiler } from '../node/compiler.js';

export interface ReuseParts {
  readonly deps: ExecuteDeps;
  readonly compiler: Compiler;
}

/** What was sent for a node. */
interface SentSql {
  readonly compiled: CompiledNode | null;
  readonly hooks: readonly string[];
}

/** Why it may not, as the end of a sentence: `calls random()`. Null when it does; `reuse: true` is the user's word for that. */
export function changingReason(
  node: ManifestNode,
  { compiled, hooks }: SentSql,
  { deps, compiler }: ReuseParts,
): string | null {
  if (node.config.reuse === true || (compiled === null && hooks.length === 0)) return null;
  const { dialect } = deps.adapter;
  const { queryForms } = dialect;
  if (queryForms === undefined) return 'is written for a database whose queries are not known to be repeatable';
  const namesOf = (each: ManifestNode | SourceNode): string[] => [
    ...(each.relationName === null ? [] : [each.relationName]),
    dialect.renderRelation(compiler.relation(each, deps)),
  ];
  const isIncremental = node.config.materialized === 'incremental';
  const read = [...readBy(node, deps.manifest), ...(isIncremental ? [node] : [])];
  const relations = read.flatMap(namesOf);
  const setting = { ...queryForms, relations, fold: dialect.foldIdentifier };
  const hookSetting = { ...setting, relations: [...relations, ...namesOf(node)], keepsRows: isIncremental };
  if (!hooks.every((sql) => isRepeatableHook(sql, hookSetting)))
    return 'has a hook that may leave other rows each time';
  return compiled === null ? null : unrepeatableReason(compiled.sql.text, setting);
}

/**
 * The first build of an incremental model renders other SQL than the next ones do. Its template tells whether these may
 * change by themselves; a macro of the project may print anything.
 */
export function hasPlainBatches(node: ManifestNode, { deps }: ReuseParts): boolean {
  const { dialect } = deps.adapter;
  const { queryForms } = dialect;
  if (node.config.reuse === true) return true;
  const usesMacros = node.dependsOn.macros.some((id) => !id.startsWith('macro.dbt.'));
  if (queryForms === undefined || usesMacros) return false;
  const text = node.rawCode
    .replaceAll(/\{#[\s\S]*?#\}|\{%[\s\S]*?%\}/gu, ' ')
    .replaceAll(/\{\{[\s\S]*?\}\}/gu, PLACEHOLDER);
  const setting = { ...queryForms, relations: [PLACEHOLDER], fold: dialect.foldIdentifier };
  return unrepeatableReason(text, setting) === null;
}

const PLACEHOLDER = 'tsdbt_expression';
