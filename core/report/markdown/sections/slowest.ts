/** Where the time of a run went. */
import type { RunRecord } from '../../../artifacts/run-record/run-record.js';
import { table } from '../blocks.js';
import type { Section } from '../fit-to-limit.js';
import { code } from '../inline.js';
import { count, seconds } from '../words.js';

const SHOWN = 5;

/** The nodes that took longest; nothing is said of a run that was over at once. */
export function slowestSection({ nodes }: RunRecord): Section {
  const started = nodes.filter(({ was_started: wasStarted }) => wasStarted);
  const slowest = [...started].sort((a, b) => b.execution_time - a.execution_time).slice(0, SHOWN);
  const rows = slowest.map((node) => [
    code(node.name),
    code(node.materialized ?? node.resource_type),
    seconds(node.execution_time),
    node.rows === null ? '' : count(node.rows),
  ]);
  const blocks = rows.length === 0 ? [] : [table(['node', 'kind', 'time', 'rows'], rows, [2, 3])];
  return { title: 'Slowest', noun: 'tables', blocks };
}
