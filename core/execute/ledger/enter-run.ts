/** Opens the ledger of a run that writes, once its schemas and hooks are done, and closes the run's entry at its end. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { mustWarn } from '../../diagnostics/warning-policy.js';
import type { JsonObject } from '../../resources/json.js';
import type { NodeResult, NodeStatus } from '../../results/node-result.js';
import { timestamp } from '../clock.js';
import { createMissingSchema } from '../create-schemas.js';
import { openNode } from '../node/open-node.js';
import type { RunContext } from '../run-context.js';

/** A node that ended so may have left something behind. */
const uncleanStatuses: ReadonlySet<NodeStatus> = new Set(['error', 'cancelled']);

/** Enters the run. A ledger that cannot be had is one warning; throws when the database cannot be worked with at all. */
export async function enterRun(context: RunContext, signal: AbortSignal): Promise<void> {
  if (!writes(context)) return;
  const { ledger } = context;
  const open = openNode(context, { node: null, purpose: 'write', signal, threadId: 'main' });
  try {
    const session = await open.session();
    const createSchema = () => createMissingSchema(context, ledger.table, open);
    const problem = await ledger.start({ session, createSchema, details: detailsOf(context, null) });
    const found = problem === null ? [] : [unavailable(context, problem)];
    for (const diagnostic of mustWarn(found, context.deps.invocation.warningPolicy)) {
      context.sink({ kind: 'diagnostic', diagnostic });
    }
    if (problem === null) await context.reuse.open(session.questions);
  } finally {
    await open.close();
  }
}

/** Says how the run ended. What cannot be said any more only makes a later run look for left-overs. */
export async function leaveRun(
  context: RunContext,
  results: readonly NodeResult[],
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  await noteTests(context, signal);
  if (context.ledger.problem() !== null) return;
  const isClean = !results.some(({ status }) => uncleanStatuses.has(status));
  const open = openNode(context, { node: null, purpose: 'write', signal, threadId: 'main' });
  try {
    await context.ledger.finish(await open.session(), isClean ? null : detailsOf(context, timestamp()));
  } catch (error) {
    const { message } = context.deps.adapter.classifyError(error);
    context.sink({ kind: 'log', level: 'debug', message: `The end of the run was not recorded: ${message}`, id: null });
  } finally {
    await open.close();
  }
}

/** Tests that passed need not run again on the same data. What cannot be said only makes a later run test again. */
async function noteTests(context: RunContext, signal: AbortSignal): Promise<void> {
  const records = context.reuse.tests();
  const isNothing = records.undone.length === 0 && (context.ledger.problem() !== null || records.passed.length === 0);
  if (isNothing) return;
  const open = openNode(context, { node: null, purpose: 'write', signal, threadId: 'main' });
  try {
    await context.ledger.noteTests(records, (await open.session()).questions);
  } catch (error) {
    const { message } = context.deps.adapter.classifyError(error);
    context.sink({
      kind: 'log',
      level: 'debug',
      message: `What became of tests was not recorded: ${message}`,
      id: null,
    });
  } finally {
    await open.close();
  }
}

/** A run needs schemas when it builds relations in them; any other leaves nothing to record, unless tests are to be left out later. */
function writes({ plan }: RunContext): boolean {
  return plan.schemas.length > 0 || plan.options.reuse;
}

/** The command without its values: these may hold secrets. */
function detailsOf({ plan, deps }: RunContext, finishedAt: string | null): JsonObject {
  const { startedAt, toolVersion } = deps.invocation;
  return { command: plan.command, version: toolVersion, started_at: startedAt, finished_at: finishedAt };
}

function unavailable({ ledger, deps }: RunContext, problem: string): Diagnostic {
  const name = deps.adapter.dialect.renderRelation(ledger.table);
  return {
    code: 'TSDBT_LEDGER_UNAVAILABLE',
    severity: 'warning',
    message: `The ledger ${name} cannot be used, so tsdbt does not know which relations it made: ${problem}`,
    hint: 'Let the role create tables in that schema, or grant it select, insert, update and delete on the ledger.',
  };
}
