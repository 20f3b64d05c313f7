/** Says of a node that was cancelled what is known of its work, and no more than that. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { NodeSession } from '../session/node-session.js';

/** One diagnostic; what else went wrong at the same time is added to it. */
export function cancelledDiagnostic(
  id: string,
  session: Pick<NodeSession, 'kept'> | null,
  others: readonly Diagnostic[],
): Diagnostic {
  return {
    code: 'TSDBT_RUN_CANCELLED',
    severity: 'error',
    message: `${id} was cancelled while it ran; ${whatIsKept(session)}`,
    node: id,
    ...(others.length === 0 ? {} : { notes: others.map(({ message }) => ({ message })) }),
  };
}

function whatIsKept(session: Pick<NodeSession, 'kept'> | null): string {
  if (session === null) return 'it had changed nothing.';
  const { isUnknown, hasCommitted, sentOutside } = session.kept();
  if (isUnknown) return 'its transaction was being committed, and whether it was is not known.';
  if (hasCommitted) return 'what it had committed before stays, the rest was rolled back.';
  if (sentOutside) return 'its transaction was rolled back; what it sent outside of it stays.';
  return 'its transaction was rolled back.';
}
