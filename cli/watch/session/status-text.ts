/** The words of the last line while nothing is built. Pure. */
import { plural } from '../../reporter/lines/summary-lines.js';
import type { BuildOutcome, Filter } from './workshop.js';

export interface IdleFacts {
  readonly outcome: BuildOutcome | null;
  readonly isBroken: boolean;
  readonly isPaused: boolean;
  readonly filter: Filter;
  readonly failed: ReadonlySet<string>;
  /** Saved files that wait. */
  readonly waiting: number;
}

/** `PASS  3 built in 0.21s | waiting for changes | h help, q quit`. */
export function idleText(facts: IdleFacts): string {
  const { outcome, filter } = facts;
  const parts = [
    ...(outcome === null ? [] : [outcome.summary]),
    ...(filter === null ? [] : [`filter ${filter.text}`]),
    waitingText(facts),
    'h help, q quit',
  ];
  return `${verdict(facts)}  ${parts.join(' | ')}`;
}

function verdict({ outcome, isBroken, failed }: IdleFacts): string {
  if (isBroken || failed.size > 0) return 'FAIL';
  if (outcome === null) return 'READY';
  return outcome.wasCancelled ? 'CANCELLED' : 'PASS';
}

function waitingText({ isPaused, isBroken, waiting }: IdleFacts): string {
  if (isPaused) return `paused${waiting === 0 ? '' : `, ${plural(waiting, 'file')} saved`}`;
  return isBroken ? 'waiting for the mistakes to be mended' : 'waiting for changes';
}

export interface PromptFacts {
  readonly label: string;
  readonly text: string;
  readonly hint: (text: string) => string;
}

/** `Name or path: stg_ (12 nodes)  Enter takes it, Esc leaves`. */
export function promptText({ label, text, hint }: PromptFacts): string {
  const said = hint(text);
  return `${label}: ${text}_ ${said === '' ? '' : `(${said}) `} Enter takes it, Esc leaves`;
}
