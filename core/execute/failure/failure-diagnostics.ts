/** Turns whatever was thrown, by a node or by an operation without one, into diagnostics; nothing that is thrown gets past this. */
import type { DatabaseFailure } from '../../adapter/failure.js';
import type { CompiledNode } from '../../compile/compiled-node.js';
import type { Diagnostic, Location, Note } from '../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../diagnostics/error.js';
import type { GraphNode } from '../../resources/node.js';
import type { Compiler } from '../node/compiler.js';
import type { NodeSession } from '../session/node-session.js';

export interface FailureContext {
  readonly node: GraphNode | null;
  readonly compiled: CompiledNode | null;
  readonly compiledPath: string | null;
  readonly session: NodeSession | null;
  readonly activity: string;
  readonly hookPlace?: Location | null;
  readonly locate: Compiler['locate'];
  readonly classify: (error: unknown) => DatabaseFailure;
}

/** At least one diagnostic of severity error. */
export function failureDiagnostics(error: unknown, context: FailureContext): readonly Diagnostic[] {
  if (error instanceof TsdbtError) return error.diagnostics.map((diagnostic) => aboutNode(diagnostic, context));
  const failed = context.session?.failedStatement(error) ?? null;
  if (failed !== null) return [databaseDiagnostic(failed.failure, failed.sql, context)];
  const failure = context.classify(error);
  if (failure.kind !== 'other') return [databaseDiagnostic(failure, '', context)];
  const message = error instanceof Error ? error.message : String(error);
  return [aboutNode({ code: 'TSDBT_NODE_FAILED', severity: 'error', message }, context)];
}

const COMMIT_UNKNOWN =
  'The transaction was being committed, and whether it was is not known: look at the relation before you run an `append` model again.';

function databaseDiagnostic(failure: DatabaseFailure, sql: string, context: FailureContext): Diagnostic {
  const isHook = context.activity.endsWith('-hook');
  const place = context.compiled === null || isHook ? null : context.locate(context.compiled, sql, failure);
  const location = (isHook ? context.hookPlace : place?.location) ?? null;
  const said = [
    failure.detail,
    isHook ? `in the ${context.activity}: ${sql}` : null,
    failure.isCommitUnknown === true ? COMMIT_UNKNOWN : null,
  ];
  const notes: Note[] = [
    ...said.flatMap((message) => (message === null ? [] : [{ message }])),
    ...(place?.notes ?? []),
  ];
  return aboutNode(
    {
      code: isHook ? 'TSDBT_HOOK_FAILED' : 'TSDBT_DATABASE_ERROR',
      severity: 'error',
      message: failure.message,
      ...(location === null ? {} : { location }),
      ...hintOf(failure, isHook ? null : context.compiled),
      ...(notes.length === 0 ? {} : { notes }),
    },
    context,
  );
}

const CUT_SHORT = /incomplete input|at or near ";"/i;

/** The database's own hint; to a model without a word, or a `;` at its end, around which the statement goes on, it has none. */
function hintOf({ hint, message }: DatabaseFailure, compiled: CompiledNode | null): { hint?: string } {
  if (hint !== null) return { hint };
  const text = compiled?.sql.text ?? null;
  if (text !== null && text.trim() === '') return { hint: 'The file renders to nothing: a model is a select.' };
  const endsEarly = CUT_SHORT.test(message) && /;\s*$/.test(text ?? '');
  return endsEarly
    ? { hint: 'Take the `;` off the end of the file: the select becomes part of a longer statement.' }
    : {};
}

/** Adds the node, its file and its compiled file where the finding does not say them itself. */
function aboutNode(diagnostic: Diagnostic, { node, compiledPath }: FailureContext): Diagnostic {
  return {
    ...(node === null ? {} : { location: node.location, node: node.uniqueId }),
    ...(compiledPath === null ? {} : { compiledPath }),
    ...diagnostic,
  };
}
