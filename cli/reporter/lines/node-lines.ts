/** The lines of one node: `1 of 9 START ...` and `1 of 9 OK created ... [SELECT 345 in 0.12s]`, worded as dbt words them. */
import type { GraphNode, NodeResult } from '../../../core/index.js';
import { displayWidth, printable, truncate } from '../text/measure.js';
import type { Style } from '../text/style.js';

export interface Position {
  readonly index: number;
  readonly total: number;
}

const LONGEST_NAME = 160;
const LONGEST_FINDING = 80;

/** `sql table model main.orders`, `seed file main.people`, `test not_null_x`. */
export function describeNode(node: GraphNode): string {
  switch (node.resourceType) {
    case 'model':
      return `sql ${String(node.config.materialized ?? 'view')} model ${relationText(node.schema, node.alias)}`;
    case 'seed':
      return `seed file ${relationText(node.schema, node.alias)}`;
    case 'source':
      return `source table ${relationText(node.schema, node.identifier)}`;
    case 'test':
      return `test ${shortName(node.name)}`;
    default:
      return `${node.resourceType} ${shortName(node.name)}`;
  }
}

function relationText(schema: string, name: string): string {
  return shortName(schema === '' ? name : `${schema}.${name}`);
}

/** A name that fits into a line, whatever it holds. */
export function shortName(name: string): string {
  return truncate(printable(name).replaceAll('\n', ' '), LONGEST_NAME);
}

/** The line of a node that begins. */
export function startLine(node: GraphNode, position: Position, width: number): string {
  return `${dotted(`START ${describeNode(node)}`, position, width)} [RUN]`;
}

/** The line of a node that ended, whatever became of it. */
export function finishLine(result: NodeResult, position: Position, options: FinishOptions): string {
  const { text, status, paint } = verdict(result, options.style);
  const end = result.status === 'skipped' ? '' : ` in ${result.executionTime.toFixed(2)}s`;
  const line = dotted(text, position, options.width);
  const { most = null } = options;
  const fits = most === null || displayWidth(`${line} [${status}${end}]`) <= most;
  return `${fits ? line : briefly(result, text, position)} [${paint(status)}${end}]`;
}

export interface FinishOptions {
  readonly width: number;
  readonly style: Style;
  /** Columns of a narrow screen, on which lines say less before they are broken; null where nobody watches. */
  readonly most?: number | null;
}

/** `5 of 9 OK main.orders`: what became of it, and its name. */
function briefly({ node }: NodeResult, text: string, { index, total }: Position): string {
  const [word] = text.split(' ');
  return `${index} of ${total} ${word} ${subject(node)}`;
}

function subject(node: GraphNode): string {
  if (node.resourceType === 'model' || node.resourceType === 'seed') return relationText(node.schema, node.alias);
  return shortName(node.name);
}

function dotted(text: string, { index, total }: Position, width: number): string {
  const head = `${index} of ${total} ${text} `;
  const dots = width - displayWidth(head);
  return dots <= 0 ? head.trimEnd() : head + '.'.repeat(dots);
}

interface Verdict {
  readonly text: string;
  readonly status: string;
  readonly paint: (text: string) => string;
}

function verdict(result: NodeResult, style: Style): Verdict {
  const { node, status } = result;
  const what = describeNode(node);
  const test = node.resourceType === 'test' ? shortName(node.name) : '';
  switch (status) {
    case 'success':
      return { text: `OK ${doneVerb(node)} ${what}`, status: successStatus(result), paint: style.green };
    case 'pass':
      return { text: `PASS ${test}`, status: passStatus(result), paint: style.green };
    case 'warn':
      return {
        text: `WARN ${result.failures ?? ''} ${test}`,
        status: `WARN ${result.failures ?? ''}`.trim(),
        paint: style.yellow,
      };
    case 'fail':
      return {
        text: `FAIL ${result.failures ?? ''} ${test}`,
        status: `FAIL ${result.failures ?? ''}`.trim(),
        paint: style.red,
      };
    case 'error':
      return { text: `ERROR ${failedVerb(node)}${test === '' ? what : test}`, status: 'ERROR', paint: style.red };
    case 'skipped':
      return { text: `SKIP ${test === '' ? skippedName(node) : `test ${test}`}`, status: 'SKIP', paint: style.yellow };
    case 'no-op':
      return { text: `NO-OP ${what}`, status: 'NO-OP', paint: style.yellow };
    case 'cancelled':
      return { text: `CANCEL ${what}`, status: 'CANCELLED', paint: style.yellow };
  }
}

function doneVerb(node: GraphNode): string {
  return node.resourceType === 'seed' || node.resourceType === 'source' ? 'loaded' : 'created';
}

function failedVerb(node: GraphNode): string {
  if (node.resourceType === 'test') return '';
  return node.resourceType === 'seed' || node.resourceType === 'source' ? 'loading ' : 'creating ';
}

function skippedName(node: GraphNode): string {
  return node.resourceType === 'model' || node.resourceType === 'seed'
    ? `relation ${relationText(node.schema, node.alias)}`
    : describeNode(node);
}

/** What a test that passed found beside (the share of `completeness`), in short. */
function passStatus({ message }: NodeResult): string {
  return message === '' ? 'PASS' : `PASS, ${truncate(printable(message).replaceAll('\n', ' '), LONGEST_FINDING)}`;
}

/** The database's own word, with the number of rows when it does not say it; the number of a load's word is one of files. */
function successStatus({ node, message, rows }: NodeResult): string {
  const word = printable(message).split('\n')[0] || 'OK';
  // What was done to columns follows the database's word.
  const [said] = word.split(', ');
  if (rows === null || (node.resourceType !== 'source' && /\d/.test(said))) return word;
  return `${said}, ${rows} ${rows === 1 ? 'row' : 'rows'}${word.slice(said.length)}`;
}
