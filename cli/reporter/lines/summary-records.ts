/** The records that close a run, in the order they are read. */
import type { NodeResult, RunResult } from '../../../core/index.js';
import { gapRecord, type LogRecord, noteRecord } from '../log-record.js';
import { skipCauses, skippedLines, slowestLine, slowestNodes } from './closing-lines.js';
import type { DiagnosticContext } from './diagnostic-lines.js';
import { nodeInfo } from './node-info.js';
import { reusedNodesRecords } from './reuse-records.js';
import { completedLine, countResults, finishedLine, plural, problemLines, statsLine } from './summary-lines.js';

interface SummaryOptions {
  /** The database, for the line that says where the result lies. */
  readonly resultPlace: () => string;
  readonly isDataAnswer: boolean;
  readonly frame: Omit<DiagnosticContext, 'style'>;
}

/** Finished line, verdict, each problem once, closing line. Where the answer is data only problems are worth a word. */
export function summaryRecords(result: RunResult, { isDataAnswer, frame, resultPlace }: SummaryOptions): LogRecord[] {
  const problems = groupAlike(result.results.filter(isProblem))
    .sort(([a], [b]) => Number(a.status === 'warn') - Number(b.status === 'warn'))
    .flatMap((alike) => [problemRecord(alike, frame), gapRecord()]);
  if (isDataAnswer) return problems.filter((record) => record.name !== 'Formatting');
  if (result.results.length === 0) return [];
  return [
    gapRecord(),
    finishedRecord(result),
    ...slowestRecords(result),
    ...reusedNodesRecords(result),
    ...(hasBuilt(result) ? [placeRecord(resultPlace())] : []),
    gapRecord(),
    completedRecord(result),
    gapRecord(),
    ...problems,
    ...skippedRecords(result),
    statsRecord(result),
  ];
}

/** A node whose parent failed is counted, not listed: the parent is. */
function isProblem({ status, diagnostics }: NodeResult): boolean {
  return (
    status === 'error' || status === 'fail' || status === 'warn' || (status === 'cancelled' && diagnostics.length > 0)
  );
}

/** Nodes that one cause kept from starting (no connection, no schema) make one entry. */
function groupAlike(problems: readonly NodeResult[]): [NodeResult, ...NodeResult[]][] {
  const groups = new Map<string, [NodeResult, ...NodeResult[]]>();
  for (const problem of problems) {
    const key = problem.timing.length === 0 ? problem.message : problem.node.uniqueId;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [problem]);
    else group.push(problem);
  }
  return [...groups.values()];
}

function finishedRecord(result: RunResult): LogRecord {
  const text = finishedLine(result);
  const data = { execution_time: result.elapsed };
  return { level: 'info', name: 'FinishedRunningStats', code: 'E047', text: () => text, data };
}

function slowestRecords(result: RunResult): LogRecord[] {
  const nodes = slowestNodes(result);
  if (nodes.length === 0) return [];
  const text = slowestLine(nodes);
  const data = {
    nodes: nodes.map(({ node, executionTime }) => ({ unique_id: node.uniqueId, execution_time: executionTime })),
  };
  return [{ level: 'info', name: 'SlowestNodes', code: 'Q901', text: (style) => style.dim(text), data }];
}

function skippedRecords({ results }: RunResult): LogRecord[] {
  const causes = skipCauses(results);
  if (causes.size === 0) return [];
  const lines = skippedLines(causes);
  const data = { causes: [...causes].map(([cause, count]) => ({ cause, count })) };
  const text: LogRecord['text'] = (style) => [style.yellow(lines[0]), ...lines.slice(1)].join('\n');
  return [{ level: 'info', name: 'SkippedNodes', code: 'Q902', text, data }, gapRecord()];
}

function hasBuilt({ results }: RunResult): boolean {
  return results.some(({ status }) => status === 'success');
}

function placeRecord(place: string): LogRecord {
  return noteRecord('info', `The result lies in ${place}`);
}

function completedRecord(result: RunResult): LogRecord {
  const { error, warn } = countResults(result.results);
  const text = completedLine(result);
  return {
    level: 'info',
    name: 'EndOfRunSummary',
    code: 'Z030',
    data: { num_errors: error, num_warnings: warn, keyboard_interrupt: result.wasCancelled },
    text: (style) => (error > 0 || result.wasCancelled ? style.red : warn > 0 ? style.yellow : style.green)(text),
  };
}

/** What failed or warned, with all that helps to mend it; others that failed alike are counted. */
export function problemRecord(
  [result, ...others]: [NodeResult, ...NodeResult[]],
  frame: SummaryOptions['frame'],
): LogRecord {
  const isWarning = result.status === 'warn';
  return {
    level: isWarning ? 'warn' : 'error',
    name: isWarning ? 'RunResultWarning' : 'RunResultFailure',
    code: isWarning ? 'Z021' : 'Z022',
    text: (style) => [...problemLines(result, { ...frame, style }), ...othersLine(others)].join('\n'),
    data: {
      message: result.message,
      path: result.node.originalFilePath,
      compiled_path: result.diagnostics.find(({ compiledPath }) => compiledPath !== undefined)?.compiledPath ?? null,
      node_info: nodeInfo(result.node, result),
    },
  };
}

function othersLine(others: readonly NodeResult[]): string[] {
  return others.length === 0 ? [] : [`  The same for ${plural(others.length, 'more node')}.`];
}

function statsRecord(result: RunResult): LogRecord {
  const stats = countResults(result.results);
  const data = { stats: { ...stats } };
  return { level: 'info', name: 'StatsLine', code: 'Z023', text: () => statsLine(stats), data };
}
