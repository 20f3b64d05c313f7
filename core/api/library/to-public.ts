/** From the stages' own values to the public ones: fewer parts, plain data, texts scrubbed. Pure. */
import type { Cell } from '../../adapter/cell.js';
import type { Diagnostic, Note } from '../../diagnostics/diagnostic.js';
import type { Scrubber } from '../../diagnostics/scrub.js';
import type { RowSample } from '../../plan/node-plan.js';
import type { GraphNode } from '../../resources/node.js';
import type { NodeResult as InnerResult } from '../../results/node-result.js';
import type { NodeInfo } from './types/nodes.js';
import type { NodeResult, Table, Value } from './types/results.js';

/** The public view of a node. */
export function toNodeInfo(node: GraphNode): NodeInfo {
  const { uniqueId, name, resourceType, packageName, fqn, location, description, tags, meta, config } = node;
  const isTest = node.resourceType === 'test';
  return Object.freeze({
    ...{ uniqueId, name, resourceType, packageName, fqn, location, description, tags, meta, config },
    path: node.originalFilePath,
    relation: 'relationName' in node ? node.relationName : null,
    dependsOn: 'dependsOn' in node ? node.dependsOn.nodes : [],
    attachedNode: isTest ? node.attachedNode : null,
    columnName: isTest ? node.columnName : null,
  });
}

/** The public result of a node; `judge` says how its warnings count. */
export function toNodeResult(
  result: InnerResult,
  node: NodeInfo,
  scrub: Scrubber,
  judge: (diagnostics: readonly Diagnostic[]) => readonly Diagnostic[],
): NodeResult {
  const { status, message, failures, rows, compiled, sample, executionTime } = result;
  return {
    node,
    status,
    message: scrub(message),
    failures,
    rowsAffected: rows,
    sql: compiled === null ? null : scrub(compiled.sql.text),
    table: sample === null ? null : toTable(sample),
    diagnostics: judge(result.diagnostics).map((each) => scrubbed(each, scrub)),
    seconds: executionTime,
  };
}

/** Rows as objects of plain values, beside the rows as they were read. */
function toTable({ columns, rows }: Pick<RowSample, 'columns' | 'rows'>): Table {
  const names = columns.map(({ name }) => name);
  return { columns, rows: rows.map((row) => toRow(row, names)), cells: rows };
}

/** A row as an object of plain values. */
export function toRow(row: readonly Cell[], names: readonly string[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(row.map((cell, index) => [names[index]!, toValue(cell)]));
}

function toValue(cell: Cell): Value {
  if (typeof cell === 'bigint') {
    return cell >= Number.MIN_SAFE_INTEGER && cell <= Number.MAX_SAFE_INTEGER ? Number(cell) : cell;
  }
  return cell !== null && typeof cell === 'object' ? cell.text : cell;
}

/** A diagnostic without secrets in any of its texts. */
export function scrubbed(diagnostic: Diagnostic, scrub: Scrubber): Diagnostic {
  const { message, hint, notes } = diagnostic;
  return {
    ...diagnostic,
    message: scrub(message),
    ...(hint === undefined ? {} : { hint: scrub(hint) }),
    ...(notes === undefined ? {} : { notes: notes.map((note): Note => ({ ...note, message: scrub(note.message) })) }),
  };
}
