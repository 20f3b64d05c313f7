/** Every node of a run but its tests, folded away: what became of it, how many rows, how long. */
import type { NodeRecord, RunRecord } from '../../../artifacts/run-record/run-record.js';
import { details, table } from '../blocks.js';
import type { Section } from '../fit-to-limit.js';
import { code } from '../inline.js';
import { count, plural, seconds } from '../words.js';

const ROWS_A_TABLE = 100;

/** In the order in which they ended. */
export function nodeSection({ nodes }: RunRecord): Section {
  const shown = nodes.filter(({ resource_type: type }) => type !== 'test');
  const blocks: string[] = [];
  for (let start = 0; start < shown.length; start += ROWS_A_TABLE) {
    const part = shown.slice(start, start + ROWS_A_TABLE);
    const title = start === 0 ? plural(shown.length, 'node') : `from the ${count(start + 1)}th on`;
    blocks.push(details(title, table(['node', 'kind', 'status', 'rows', 'time'], part.map(cells), [3, 4])));
  }
  return { title: 'Nodes', noun: 'parts', blocks };
}

function cells(node: NodeRecord): string[] {
  const { name, materialized, resource_type: type, status, rows, was_started: wasStarted } = node;
  const time = wasStarted ? seconds(node.execution_time) : '';
  return [code(name), code(materialized ?? type), status, rows === null ? '' : count(rows), time];
}
