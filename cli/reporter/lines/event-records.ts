/** Turns the events of a run into records, one listener for one invocation. */
import {
  describeHolder,
  type GraphNode,
  type JsonObject,
  type NodeResult,
  type RunEvent,
  type RunPlan,
  type UniqueId,
} from '../../../core/index.js';
import { gapRecord, type Level, type LogRecord } from '../log-record.js';
import { printable } from '../text/measure.js';
import { type DiagnosticContext, diagnosticLines } from './diagnostic-lines.js';
import { nodeInfo } from './node-info.js';
import { finishLine, startLine } from './node-lines.js';
import { notReusedRecords, reusedRecord } from './reuse-records.js';
import { summaryRecords } from './summary-records.js';

export interface TranslatorOptions {
  readonly width: number;
  /** Columns of the screen where a person watches; else null. */
  readonly most: number | null;
  readonly targetName: () => string;
  /** The database as its credentials describe it. */
  readonly resultPlace: () => string;
  /** The answer is data: lines of nodes that went well are for the log file. */
  readonly isDataAnswer: boolean;
  /** Whether it is said of each node why it was reused or not. */
  readonly explains: boolean;
  readonly frame: Omit<DiagnosticContext, 'style'>;
}

/** Makes the listener; it remembers the plan to know the nodes by their ids. */
export function createTranslator(options: TranslatorOptions): (event: RunEvent) => readonly LogRecord[] {
  const nodes = new Map<UniqueId, GraphNode>();
  const calm: Level = options.isDataAnswer ? 'debug' : 'info';
  return (event) => {
    switch (event.kind) {
      case 'run-started':
        rememberNodes(nodes, event.plan);
        return startRecords(event.plan, event.total, options, calm);
      case 'node-started': {
        const node = nodes.get(event.id);
        return node === undefined || node.resourceType === 'exposure'
          ? []
          : [startRecord(node, event, options.width, calm)];
      }
      case 'scan-started':
      case 'scan-finished':
        return [];
      case 'node-finished':
        return finishRecords(event.result, event, options, calm);
      case 'hook-finished':
        return [hookRecord(event, calm)];
      case 'lock-waiting':
        return [waitingRecord(event)];
      case 'statement':
        return [statementRecord(event)];
      case 'diagnostic':
        return [diagnosticRecord(event.diagnostic, options.frame)];
      case 'log':
        return [messageRecord(event.level, event.message, event.id)];
      case 'print':
        return [printRecord(event.message)];
      case 'run-finished':
        return summaryRecords(event.result, options);
    }
  };
}

function rememberNodes(nodes: Map<UniqueId, GraphNode>, plan: RunPlan): void {
  for (const [id, planned] of plan.nodes) nodes.set(id, planned.node);
  for (const hook of [...plan.before, ...plan.after]) nodes.set(hook.uniqueId, hook);
}

function startRecords(plan: RunPlan, total: number, options: TranslatorOptions, level: Level): LogRecord[] {
  const { threads } = plan.options;
  const target = options.targetName();
  const line: LogRecord = {
    level,
    name: 'ConcurrencyLine',
    code: 'Q027',
    text: () => `Concurrency: ${threads} ${threads === 1 ? 'thread' : 'threads'} (target='${target}')`,
    data: { num_threads: threads, target_name: target, node_count: total },
  };
  return options.isDataAnswer ? [line] : [gapRecord(), line, gapRecord()];
}

type Position = { readonly index: number; readonly total: number };

function startRecord(node: GraphNode, { index, total }: Position, width: number, level: Level): LogRecord {
  return {
    level,
    name: 'LogStartLine',
    code: 'Q011',
    text: () => startLine(node, { index, total }, width),
    get data() {
      return { index, total, node_info: nodeInfo(node, null) };
    },
  };
}

function finishRecords(
  result: NodeResult,
  position: Position,
  options: TranslatorOptions,
  calm: Level,
): readonly LogRecord[] {
  const explained = options.explains ? calm : 'debug';
  if (result.reuse?.isReused) return [reusedRecord(result, position, explained)];
  const reasons = notReusedRecords(result, explained);
  return [finishRecord(result, position, options, calm), ...reasons, ...warningRecords(result, options)];
}

function finishRecord(
  result: NodeResult,
  { index, total }: Position,
  { width, most }: TranslatorOptions,
  calm: Level,
): LogRecord {
  const { node, status } = result;
  const level: Level = status === 'error' || status === 'fail' ? 'error' : status === 'warn' ? 'warn' : calm;
  return {
    level,
    ...eventName(result),
    text: (style) => finishLine(result, { index, total }, { width, style, most }),
    get data() {
      return {
        index,
        total,
        status,
        message: result.message,
        execution_time: result.executionTime,
        rows: result.rows,
        num_failures: result.failures,
        node_info: nodeInfo(node, result),
      };
    },
  };
}

/** Warnings about a node that went well; those of the others stand in the summary. */
function warningRecords({ status, diagnostics }: NodeResult, { frame }: TranslatorOptions): LogRecord[] {
  return status === 'success' ? diagnostics.map((diagnostic) => diagnosticRecord(diagnostic, frame)) : [];
}

function eventName({ node, status }: NodeResult): { name: string; code: string } {
  if (status === 'skipped') return { name: 'SkippingDetails', code: 'Q034' };
  if (status === 'no-op') return { name: 'LogNodeNoOpResult', code: 'Q019' };
  if (node.resourceType === 'test') return { name: 'LogTestResult', code: 'Q007' };
  if (node.resourceType === 'seed') return { name: 'LogSeedResult', code: 'Q016' };
  return { name: 'LogModelResult', code: 'Q012' };
}

function hookRecord(event: Extract<RunEvent, { kind: 'hook-finished' }>, calm: Level): LogRecord {
  const { name, index, total, seconds, status, message } = event;
  const word = status === 'success' ? 'OK' : status === 'error' ? 'ERROR' : 'SKIP';
  return {
    level: status === 'error' ? 'error' : calm,
    name: 'LogHookEndLine',
    code: 'Q033',
    text: (style) => {
      const paint = status === 'success' ? style.green : status === 'error' ? style.red : style.yellow;
      return `${index} of ${total} ${word} hook: ${name} [${paint(word)} in ${seconds.toFixed(2)}s]`;
    },
    data: { index, total, statement: name, status, message, execution_time: seconds },
  };
}

function waitingRecord({ holder, waitedMs, timeoutMs }: Extract<RunEvent, { kind: 'lock-waiting' }>): LogRecord {
  const { owner, relations } = holder;
  const limit = `${Math.round(waitedMs / 1000)} of at most ${timeoutMs / 1000} s`;
  return {
    level: 'info',
    name: 'LockWaiting',
    code: 'Q900',
    text: (style) => style.yellow(printable(`Waiting: ${describeHolder(holder)} (${limit})`)),
    data: {
      host: owner?.host ?? null,
      pid: owner?.pid ?? null,
      started_at: owner?.startedAt ?? null,
      command: owner?.command ?? null,
      invocation_id: owner?.invocationId ?? null,
      relations: [...relations],
      waited: waitedMs / 1000,
      timeout: timeoutMs / 1000,
    },
  };
}

function statementRecord({ id, sql, seconds, message }: Extract<RunEvent, { kind: 'statement' }>): LogRecord {
  return {
    level: 'debug',
    name: 'SQLQuery',
    code: 'E016',
    text: () => `On ${id ?? 'master'}: ${sql}\nSQL status: ${message} in ${seconds.toFixed(3)} seconds`,
    data: { conn_name: id ?? 'master', sql, status: message, elapsed: seconds },
  };
}

/** A diagnostic as a record; its code is tsdbt's own. */
export function diagnosticRecord(
  diagnostic: Extract<RunEvent, { kind: 'diagnostic' }>['diagnostic'],
  frame: TranslatorOptions['frame'],
): LogRecord {
  const { location } = diagnostic;
  const data: JsonObject = {
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: diagnostic.message,
    file: location?.file ?? null,
    line: location?.line ?? null,
    column: location?.column ?? null,
    hint: diagnostic.hint ?? null,
    unique_id: diagnostic.node ?? null,
    compiled_path: diagnostic.compiledPath ?? null,
  };
  return {
    level: diagnostic.severity === 'error' ? 'error' : 'warn',
    name: 'Diagnostic',
    code: diagnostic.code,
    text: (style) => diagnosticLines(diagnostic, { ...frame, style }).join('\n'),
    data,
  };
}

function messageRecord(level: Level, message: string, id: UniqueId | null): LogRecord {
  const isDebug = level === 'debug';
  return {
    level,
    name: isDebug ? 'JinjaLogDebug' : 'JinjaLogInfo',
    code: isDebug ? 'I063' : 'I062',
    text: (style) => {
      const text = printable(message);
      return level === 'warn' ? style.yellow(text) : level === 'error' ? style.red(text) : text;
    },
    data: { msg: message, unique_id: id },
  };
}

function printRecord(message: string): LogRecord {
  return {
    level: 'info',
    name: 'PrintEvent',
    code: 'Z052',
    text: () => message,
    data: { msg: message },
    isPrint: true,
  };
}
