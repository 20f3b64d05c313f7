/** `Found 4 models, 1 seed, 4 data tests, 416 macros`. */
import type { ResourceCounts } from '../../../core/index.js';
import { plural } from './summary-lines.js';

/** The resources of a project in dbt's order and words. */
export function foundLine(counts: ResourceCounts): string {
  const parts = [
    ['model', 'model'],
    ['seed', 'seed'],
    ['operation', 'operation'],
    ['analysis', 'analysis'],
    ['test', 'data test'],
    ['source', 'source'],
    ['exposure', 'exposure'],
    ['macro', 'macro'],
  ] as const;
  const found = parts.flatMap(([type, noun]) => {
    const count = counts[type] ?? 0;
    return count === 0 ? [] : [plural(count, noun)];
  });
  return `Found ${found.join(', ')}`;
}
