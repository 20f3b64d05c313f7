/** The preview of a plan as versioned JSON, for other programs. Keys and words of it stay as they are within a version. */
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type {
  ColumnsPreview,
  NodePreview,
  PlannedColumn,
  PlanPreview,
  PreviewReason,
} from '../plan/preview/node-preview.js';
import { reasonText } from '../plan/preview/reasons.js';
import type { InvocationFacts } from '../project/invocation.js';
import type { Json, JsonObject } from '../resources/json.js';

/** Raised when a key changes its meaning or goes; new keys may come at any time. */
const VERSION = 1;

export interface PlanArtifactOptions {
  readonly targetName: string;
  readonly adapterType: string;
  readonly generatedAt: string;
  readonly invocation: Pick<InvocationFacts, 'id' | 'toolVersion'>;
  /** Whether the statements are asked for. */
  readonly withSql: boolean;
}

/** The whole plan; nodes in an order in which they could run. */
export function toPlanArtifact(preview: PlanPreview, options: PlanArtifactOptions): JsonObject {
  return {
    metadata: {
      plan_version: VERSION,
      tsdbt_version: options.invocation.toolVersion,
      generated_at: options.generatedAt,
      invocation_id: options.invocation.id,
      target: options.targetName,
      adapter_type: options.adapterType,
    },
    command: preview.command,
    full_refresh: preview.options.fullRefresh,
    nodes: preview.nodes.map((node) => nodeJson(node, options)),
    schemas_to_create: [...preview.schemas],
    hooks: { on_run_start: [...preview.hooks.before], on_run_end: [...preview.hooks.after] },
    ledger_problem: preview.ledgerProblem,
  };
}

function nodeJson(preview: NodePreview, { withSql }: PlanArtifactOptions): JsonObject {
  const { node } = preview;
  return {
    unique_id: node.uniqueId,
    name: node.name,
    resource_type: node.resourceType,
    original_file_path: node.originalFilePath,
    relation_name: preview.relation,
    action: word(preview.action),
    strategy: preview.strategy,
    reasons: preview.reasons.map(reasonJson),
    kind_before: preview.before,
    kind_after: preview.after,
    rows: preview.rows,
    has_more_rows: preview.hasMoreRows,
    columns: preview.columns === null ? null : columnsJson(preview.columns),
    dependents: preview.dependents.map(({ name, kind, outcome, node: builder }) => ({
      name,
      kind,
      outcome,
      node: builder,
    })),
    files: [...preview.files],
    unknown: preview.unknown,
    assumptions: [...preview.assumptions],
    messages: preview.diagnostics.map(messageJson),
    ...(withSql ? { sql: [...preview.statements] } : {}),
  };
}

function reasonJson(reason: PreviewReason): JsonObject {
  const { kind, ...rest } = reason;
  const facts = Object.entries(rest).map(([key, value]): [string, Json] => [
    key,
    Array.isArray(value) ? [...value] : value,
  ]);
  return { reason: word(kind), ...Object.fromEntries(facts), text: reasonText(reason, (id) => id) };
}

function messageJson({ code, severity, message, hint, location }: Diagnostic): JsonObject {
  const place = location === undefined ? null : { file: location.file, line: location.line, column: location.column };
  return { code, severity, message, hint: hint ?? null, location: place };
}

function columnsJson({ added, removed, retyped, onSchemaChange }: ColumnsPreview): JsonObject {
  const plain = ({ name, type, isApplied }: PlannedColumn) => ({ name, type, applied: isApplied });
  return {
    added: added.map(plain),
    removed: removed.map(plain),
    retyped: retyped.map((column) => ({ ...plain(column), from: column.from })),
    on_schema_change: onSchemaChange,
  };
}

/** `add rows` is `add_rows`. */
function word(text: string): string {
  return text.replaceAll(' ', '_');
}
