/** What is said of nodes where reuse was asked for: the reason for each with `--explain`, and how many were left as they are. */
import type { NodeResult, RunResult } from '../../../core/index.js';
import type { Level, LogRecord } from '../log-record.js';
import { printable } from '../text/measure.js';
import { describeNode, type Position } from './node-lines.js';
import { plural } from './summary-lines.js';

/** The one line of a node that is reused. */
export function reusedRecord(result: NodeResult, { index, total }: Position, level: Level): LogRecord {
  const { node, reuse } = result;
  const reason = reuse?.reason ?? '';
  return {
    level,
    name: 'NodeReused',
    code: 'Q904',
    text: (style) => `${index} of ${total} ${style.cyan('REUSED')} ${describeNode(node)}: ${printable(reason)}`,
    data: { index, total, unique_id: node.uniqueId, reason },
  };
}

/** Why a node was not reused; nothing where that was not asked for. */
export function notReusedRecords({ node, reuse }: NodeResult, level: Level): LogRecord[] {
  if (reuse === undefined || reuse.isReused) return [];
  const { reason } = reuse;
  return [
    {
      level,
      name: 'NodeNotReused',
      code: 'Q905',
      text: (style) => style.dim(`  ${describeNode(node)} was not reused: ${printable(reason)}`),
      data: { unique_id: node.uniqueId, reason },
    },
  ];
}

/** How many nodes were left as they are; nothing where none was. */
export function reusedNodesRecords({ results }: RunResult): LogRecord[] {
  const reused = results.filter(({ reuse }) => reuse?.isReused === true).length;
  if (reused === 0) return [];
  const text = `Reused ${reused === results.length ? 'all' : `${reused} of`} ${plural(results.length, 'node')}`;
  const data = { reused, total: results.length };
  return [{ level: 'info', name: 'ReusedNodes', code: 'Q903', text: () => text, data }];
}
