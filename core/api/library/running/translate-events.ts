/** From the events of execution to the public ones: texts scrubbed, warnings as they count, nodes as programs see them. */
import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import type { WarningPolicy } from '../../../diagnostics/warning-policy.js';
import type { EventSink, RunEvent as InnerEvent } from '../../../execute/events.js';
import { describeHolder } from '../../../execute/locks/describe-holder.js';
import type { GraphNode } from '../../../resources/node.js';
import type { Loaded } from '../loaded.js';
import { scrubbed, toNodeInfo, toNodeResult } from '../to-public.js';
import type { RunEvent } from '../types/events.js';
import type { NodeInfo } from '../types/nodes.js';
import type { RunCommand } from '../types/results.js';

export interface Translation {
  readonly sink: EventSink;
  /** Grows with what belongs to no node. */
  readonly diagnostics: readonly Diagnostic[];
  /** The public view of a node, the inline query too. */
  readonly infoOf: (node: GraphNode) => NodeInfo;
}

interface TranslationOptions {
  readonly loaded: Loaded;
  readonly command: RunCommand;
  readonly judge: WarningPolicy;
}

/** A listener for one run that hands each event on; the end of the run is told by whoever makes its result. */
export function translatedSink(emit: (event: RunEvent) => void, options: TranslationOptions): Translation {
  const diagnostics: Diagnostic[] = [];
  const infoOf = (node: GraphNode): NodeInfo => options.loaded.infos.get(node.uniqueId) ?? toNodeInfo(node);
  const sink = (event: InnerEvent): void => {
    for (const translated of translate(event, { ...options, infoOf })) {
      if (translated.kind === 'diagnostic') diagnostics.push(translated.diagnostic);
      emit(translated);
    }
  };
  return { sink, diagnostics, infoOf };
}

type Context = TranslationOptions & Pick<Translation, 'infoOf'>;

function translate(event: InnerEvent, { loaded, command, judge, infoOf }: Context): readonly RunEvent[] {
  const { scrub } = loaded;
  switch (event.kind) {
    case 'run-started':
      return [{ kind: event.kind, command, total: event.total }];
    case 'node-started': {
      const { id, index, total } = event;
      // The inline query, which is no node of the project, tells only its end.
      const node = loaded.infos.get(id);
      return node === undefined ? [] : [{ kind: event.kind, node, index, total }];
    }
    case 'scan-started':
    case 'scan-finished':
      return [];
    case 'node-finished': {
      const { index, total } = event;
      const node = infoOf(event.result.node);
      return [{ kind: event.kind, node, index, total, result: toNodeResult(event.result, node, scrub, judge) }];
    }
    case 'hook-finished':
      return [{ ...event, message: scrub(event.message) }];
    case 'lock-waiting': {
      const { kind, waitedMs, timeoutMs } = event;
      return [{ kind, holder: scrub(describeHolder(event.holder)), waitedMs, timeoutMs }];
    }
    case 'statement': {
      const { kind, id, sql, seconds, message } = event;
      return [{ kind, node: id, sql: scrub(sql), seconds, message: scrub(message) }];
    }
    case 'diagnostic':
      return judge([event.diagnostic]).map((each) => ({ kind: event.kind, diagnostic: scrubbed(each, scrub) }));
    case 'log':
      return [{ kind: event.kind, level: event.level, message: scrub(event.message), node: event.id }];
    case 'print':
      return [{ kind: event.kind, message: scrub(event.message) }];
    case 'run-finished':
      return [];
  }
}
