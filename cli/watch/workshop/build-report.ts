/** Says what a build does while it goes on: a line for each relation with what changed in it, each problem, the sum. */
import type { EventSink, NodeResult, UniqueId } from '../../../core/index.js';
import type { LogRecord } from '../../reporter/log-record.js';
import type { Reporter } from '../../reporter/reporter.js';
import { plainStyle, type Style } from '../../reporter/text/style.js';
import { changeSummary, differingRows } from '../lines/change-lines.js';
import { builtLine, nodeTitle } from '../lines/result-lines.js';
import type { Looks } from './looks.js';

export interface BuildReport {
  readonly sink: EventSink;
  /** `2 of 3, view orders`. */
  readonly progress: () => string;
  /** Resolves when everything that came so far has been said. */
  readonly said: () => Promise<void>;
}

export interface BuildReportOptions {
  readonly reporter: Reporter;
  readonly looks: Looks;
  /** Nodes that are built. */
  readonly total: number;
  readonly titleOf: (id: UniqueId) => string;
}

/** Of more nodes only problems are told, one by one. */
export const MOST_LINES = 30;

/** Listens to one build. */
export function createBuildReport({ reporter, looks, total, titleOf }: BuildReportOptions): BuildReport {
  const running = new Set<UniqueId>();
  let done = 0;
  let saying: Promise<void> = Promise.resolve();
  const then = (work: () => void | Promise<void>): void => {
    saying = saying.then(work);
    // Whoever waits for what was said hears of it.
    saying.catch(() => {});
  };
  const finish = (result: NodeResult): void => {
    running.delete(result.node.uniqueId);
    done += 1;
    if (result.status === 'success') {
      if (total <= MOST_LINES) then(() => sayBuilt(result, { reporter, looks }));
      if (result.diagnostics.length > 0) then(() => reporter.diagnostics(result.diagnostics));
    } else if (isProblem(result)) then(() => reporter.problem(result));
  };
  return {
    sink: (event) => {
      if (event.kind === 'node-started') running.add(event.id);
      else if (event.kind === 'node-finished') finish(event.result);
      else if (event.kind === 'hook-finished') {
        if (event.status === 'error') reporter.sink(event);
      } else if (event.kind !== 'run-started' && event.kind !== 'run-finished') reporter.sink(event);
    },
    progress: () => `${done} of ${total}${[...running].map((id) => `, ${titleOf(id)}`).join('')}`,
    said: () => saying,
  };
}

function isProblem({ status, diagnostics }: NodeResult): boolean {
  if (status === 'cancelled') return diagnostics.some(({ code }) => code !== 'TSDBT_RUN_CANCELLED');
  return status === 'error' || status === 'fail' || status === 'warn';
}

async function sayBuilt(result: NodeResult, { reporter, looks }: Pick<BuildReportOptions, 'reporter' | 'looks'>) {
  const { uniqueId } = result.node;
  const after = await looks.after(uniqueId);
  const both = after === null ? null : { before: looks.before(uniqueId), after };
  const width = reporter.screen.screenWidth - INDENT.length;
  const rows = both === null ? [] : differingRows(both, width);
  const text = (style: Style): string =>
    [
      builtLine(result, both === null ? null : changeSummary(both, style), style),
      ...rows.map((line) => `${INDENT}${line}`),
    ].join('\n');
  reporter.record(watchRecord('info', text, { node: nodeTitle(result.node) }));
}

const INDENT = '        ';

/** A record of the watch itself. */
export function watchRecord(
  level: LogRecord['level'],
  text: (style: Style) => string,
  data: LogRecord['data'] = {},
): LogRecord {
  return { level, name: 'Watch', code: 'Z901', text, data: { msg: text(plainStyle), ...data } };
}
