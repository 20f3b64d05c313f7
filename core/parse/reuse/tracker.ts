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
  /** Lists that were added as a whole. */
  readonly joined: (readonly string[])[];
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
  const shareList = createSharedLists();
  const join = ({ lookUps, messages, isRepeatable }: Trace) => {
    const outer = open.at(-1);
    if (outer === undefined) return;
    if (!outer.joined.includes(lookUps)) {
      outer.joined.push(lookUps);
      for (const key of lookUps) outer.lookUps.add(key);
    }
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
      const own = newTrace();
      const depth = open.push(own);
      const close = (): Trace => {
        open.length = depth - 1;
        const { lookUps, messages, isRepeatable } = own;
        const trace = { lookUps: shareList(lookUps), messages, isRepeatable };
        join(trace);
        return trace;
      };
      let value: ReturnType<typeof step>;
      try {
        value = step();
      } catch (error) {
        close();
        throw error;
      }
      return { value, trace: close() };
    },
    silently: (step) => {
      const outside = isSilent;
      const depth = open.push(newTrace());
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

function newTrace(): OpenTrace {
  return { lookUps: new Set(), joined: [], messages: [], isRepeatable: true };
}

const NO_LOOK_UPS: readonly string[] = [];

/** Lists that end alike and are compared with a new one. */
const MOST_ALIKE = 32;

/** Gives equal lists as one: most steps look up the same few things. */
function createSharedLists(): (keys: ReadonlySet<string>) => readonly string[] {
  const byEnd = new Map<string, (readonly string[])[]>();
  return (keys) => {
    if (keys.size === 0) return NO_LOOK_UPS;
    const list = [...keys];
    const end = list[list.length - 1];
    const alike = byEnd.get(end) ?? [];
    const at = alike.findIndex((known) => areEqual(known, list));
    if (at >= 0) return toFront(alike, at);
    if (alike.length === 0) byEnd.set(end, alike);
    if (alike.length < MOST_ALIKE) alike.push(list);
    return list;
  };
}

/** What has come lately comes again soon. */
function toFront<T>(list: T[], at: number): T {
  const item = list[at];
  list[at] = list[0];
  list[0] = item;
  return item;
}

function areEqual(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return false;
  return true;
}

function deliver(sink: ContextSink, message: Message): void {
  if (message[0] === 'log') sink.log(message[1], message[2]);
  else if (message[0] === 'print') sink.print(message[1]);
  else sink.warn(message[1]);
}
