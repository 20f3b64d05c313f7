/** Puts `--warn-error` between a run and what listens to it: warnings arrive as they count, and it is known whether one failed the run. */
import { type EventSink, hasErrors, type RunEvent, type WarningPolicy } from '../../core/index.js';

export interface JudgingSink {
  readonly sink: EventSink;
  /** Whether a warning that belongs to no node counted as an error so far. */
  readonly hasFailed: () => boolean;
}

/** Wraps the listener of one run. */
export function judgingSink(sink: EventSink, policy: WarningPolicy): JudgingSink {
  let isFailed = false;
  const tell = (event: RunEvent): void => {
    if (event.kind === 'node-finished') {
      sink({ ...event, result: { ...event.result, diagnostics: policy(event.result.diagnostics) } });
    } else if (event.kind === 'diagnostic') {
      const judged = policy([event.diagnostic]);
      isFailed ||= hasErrors(judged);
      for (const diagnostic of judged) sink({ kind: 'diagnostic', diagnostic });
    } else sink(event);
  };
  return { sink: tell, hasFailed: () => isFailed };
}
