/** The public types of a run that goes on: its events, and the handle that is both their iterator and the promise of the result. */
import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import type { NodeInfo } from './nodes.js';
import type { NodeResult, RunCommand, RunResult } from './results.js';

/** What a template logged or printed. */
export type LogEvent =
  | {
      readonly kind: 'log';
      readonly level: 'debug' | 'info' | 'warn' | 'error';
      readonly message: string;
      /** Unique id of the node, null outside of nodes. */
      readonly node: string | null;
    }
  | { readonly kind: 'print'; readonly message: string };

/** What happens while a run goes on, `kind` by `kind`. Texts are scrubbed of secrets. New kinds may be added. */
export type RunEvent =
  | LogEvent
  | { readonly kind: 'run-started'; readonly command: RunCommand; readonly total: number }
  | { readonly kind: 'node-started'; readonly node: NodeInfo; readonly index: number; readonly total: number }
  | {
      readonly kind: 'node-finished';
      readonly node: NodeInfo;
      readonly index: number;
      readonly total: number;
      readonly result: NodeResult;
    }
  | {
      readonly kind: 'hook-finished';
      readonly name: string;
      readonly index: number;
      readonly total: number;
      readonly seconds: number;
      readonly status: 'success' | 'error' | 'skipped';
      readonly message: string;
    }
  | {
      /** Before the run starts: another run writes the same relations. */
      readonly kind: 'lock-waiting';
      /** Who that is, in words. */
      readonly holder: string;
      readonly waitedMs: number;
      readonly timeoutMs: number;
    }
  | {
      readonly kind: 'statement';
      /** Unique id of the node, null outside of nodes. */
      readonly node: string | null;
      readonly sql: string;
      readonly seconds: number;
      /** What the database answered. */
      readonly message: string;
    }
  | { readonly kind: 'diagnostic'; readonly diagnostic: Diagnostic }
  | { readonly kind: 'run-finished'; readonly result: RunResult };

/**
 * A run that has begun: the promise of its result, and an iterator of its events.
 *
 * - Every `for await` sees all events from the first on, also when it begins late; the run waits for no reader.
 * - Leaving a loop early stops the looking, not the run. `cancel()` or the signal of the options stops the run.
 * - The promise rejects with a `TsdbtError` when the run could not be done at all; what fails in nodes is in the result. A
 *   loop over the events ends with the same error. A run that nobody waits for makes no unhandled rejection.
 */
export interface Run extends Promise<RunResult>, AsyncIterable<RunEvent> {
  /** Cancels what runs, as Ctrl-C does on the command line; the result says `cancelled`. Does nothing after the end. */
  readonly cancel: () => void;
}
