/** What templates log, print and warn of before a node runs, as events. */
import type { EventSink } from '../execute/events.js';
import type { ContextSink } from '../project/context/context-options.js';

/** Hands messages of templates on to a sink of events; they belong to no node. */
export function contextSink(sink: EventSink): ContextSink {
  return {
    log: (message, isInfo) => sink({ kind: 'log', level: isInfo ? 'info' : 'debug', message, id: null }),
    print: (message) => sink({ kind: 'print', message }),
    warn: (message) => sink({ kind: 'log', level: 'warn', message, id: null }),
  };
}
