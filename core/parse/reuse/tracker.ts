/**
 * Writes down what a step of parsing looks up outside of its own inputs: macros, vars, environment, flags, docs. Parsing
 * is synchronous, so one tracker serves a whole snapshot; outside of a trace, look-ups are forgotten.
 */
import type { ContextSink } from '../../project/context/context-options.js';

/** What a step looked up and said. Doing it again gives the same as long as every look-up has the same outcome. */
export interface Trace {
  /** Keys of `look-ups.ts`. */
  readonly lookUps: readonly string[];
  readonly messages: readonly Message[];
  /** False when it read what no key can tell of: the clock, what is to become of warnings. */
  readonly isRepeatable: boolean;
}

/** What a template logged, printed or warned of. */
type Message = { readonly [K in keyof ContextSink]: readonly [K, ...Parameters<ContextSink[K]>] }[keyof ContextSink];

export interface Tracker {
  /** Whether anybody wants to know. */
  readonly isTracing: () => boolean;
  readonly note: (key: string) => void;
  /** The step that is going on cannot be repeated. */
  readonly spoil: () => void;
  /** Hands messages on and writes them down. */
  readonly sink: ContextSink;
  readonly trace: <T>(step: () => T) => { readonly value: T; readonly trace: Trace };
  /** Lets a step that was left out count for the one that is going on: its look-ups, its messages. */
  readonly repeat: (trace: Trace) => void;
  /** Does once more what a trace has told already: nothing is said or written down. */
  readonly silently: <T>(step: () => T) => T;
}

interface OpenTrace {
  readonly lookUps: Set<string>;
  readonly messages: Message[];
  isRepeatable: boolean;
}

/** A tracker whose messages go to a sink. */
export function createTracker(sink: ContextSink): Tracker {
  const open: OpenTrace[] = [];
  let isSilent = false;
  const say = (message: Message) => {
    open.at(-1)?.messages.push(message);
    if (!isSilent) deliver(sink, message);
  };
  const join = ({ lookUps, messages, isRepeatable }: Trace | OpenTrace) => {
    const outer = open.at(-1);
    if (outer === undefined) return;
    for (const key of lookUps) outer.lookUps.add(key);
    outer.messages.push(...messages);
    outer.isRepeatable &&= isRepeatable;
  };
  return {
    isTracing: () => open.length > 0,
    note: (key) => void open.at(-1)?.lookUps.add(key),
    spoil: () => {
      const current = open.at(-1);
      if (current !== undefined) current.isRepeatable = false;
    },
    sink: {
      log: (message, isInfo) => say(['log', message, isInfo]),
      print: (message) => say(['print', message]),
      warn: (message) => say(['warn', message]),
    },
    trace: (step) => {
      const own: OpenTrace = { lookUps: new Set(), messages: [], isRepeatable: true };
      const depth = open.push(own);
      try {
        const value = step();
        return { value, trace: { ...own, lookUps: [...own.lookUps] } };
      } finally {
        open.length = depth - 1;
        join(own);
      }
    },
    silently: (step) => {
      const outside = isSilent;
      const depth = open.push({ lookUps: new Set(), messages: [], isRepeatable: true });
      isSilent = true;
      try {
        return step();
      } finally {
        open.length = depth - 1;
        isSilent = outside;
      }
    },
    repeat: (trace) => {
      for (const message of trace.messages) deliver(sink, message);
      join(trace);
    },
  };
}

function deliver(sink: ContextSink, message: Message): void {
  if (message[0] === 'log') sink.log(message[1], message[2]);
  else if (message[0] === 'print') sink.print(message[1]);
  else sink.warn(message[1]);
}
