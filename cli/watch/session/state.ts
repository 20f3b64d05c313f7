/** What a session knows at a moment, and the parts that all of its code works with. */
import type { UniqueId } from '../../../core/index.js';
import { type ChangeQueue, createChangeQueue } from './change-queue.js';
import { idleText, promptText } from './status-text.js';
import type { BuildOutcome, Filter, Workshop } from './workshop.js';

interface SessionScreen {
  /** A line that stays. */
  readonly say: (text: string) => void;
  /** What the last line shows; asked for again and again. */
  readonly status: (text: () => string) => void;
}

export interface SessionParts {
  readonly workshop: Workshop;
  readonly screen: SessionScreen;
  readonly now: () => number;
  /** Whether another program is writing many files at this moment (git): then a batch waits, in bounds. */
  readonly isBusyElsewhere: () => boolean;
  /** Ends the session. */
  readonly signal: AbortSignal;
  /** Called with Ctrl-C, which a terminal in raw mode sends as a key. */
  readonly onInterrupt: () => void;
  /** The same for Ctrl-Z. */
  readonly onSuspend: () => void;
}

export type Task =
  | { readonly kind: 'changes' }
  | { readonly kind: 'build'; readonly title: string; readonly ids: () => ReadonlySet<UniqueId> }
  | { readonly kind: 'preview'; readonly name: string }
  | { readonly kind: 'quit' };

export interface Prompt {
  readonly label: string;
  text: string;
  /** What is said of the text so far. */
  readonly hint: (text: string) => string;
  readonly onDone: (text: string) => void;
}

interface State {
  /** Changed nodes that no build has come to an end with. */
  readonly pending: Set<UniqueId>;
  readonly failed: Set<UniqueId>;
  /** What the last build was asked for. */
  last: ReadonlySet<UniqueId>;
  filter: Filter;
  outcome: BuildOutcome | null;
  isBroken: boolean;
  isPaused: boolean;
  prompt: Prompt | null;
  /** Aborts what is being done. */
  running: AbortController | null;
  /** What a key asked for; the last one counts. */
  request: Task | null;
  /** Whether everything that was put off is done. */
  isSettled: boolean;
}

export interface SessionCore {
  readonly parts: SessionParts;
  readonly queue: ChangeQueue;
  readonly state: State;
  /** Ends the wait for something to do. */
  readonly alarm: { ring: () => void };
}

/** A session that has done nothing yet. */
export function createCore(parts: SessionParts): SessionCore {
  return {
    parts,
    queue: createChangeQueue(),
    state: {
      pending: new Set(),
      failed: new Set(),
      last: new Set(),
      filter: null,
      outcome: null,
      isBroken: false,
      isPaused: false,
      prompt: null,
      running: null,
      request: null,
      isSettled: true,
    },
    alarm: { ring: () => {} },
  };
}

/** Has something done as soon as what runs has ended. */
export function ask({ state, alarm }: SessionCore, task: Task): void {
  state.request = task;
  alarm.ring();
}

/** Shows that the session waits, or the line that is typed. */
export function showIdle({ parts, state, queue }: SessionCore): void {
  parts.screen.status(() =>
    state.prompt === null ? idleText({ ...state, waiting: queue.size() }) : promptText(state.prompt),
  );
}
