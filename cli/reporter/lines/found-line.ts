/** `Found 4 models, 1 seed, 4 data tests, 416 macros`. */
import type { Manifest } from '../../../core/index.js';
import { plural } from './summary-lines.js';

/** Counts the resources of a project in dbt's order and words. */
export function foundLine({ nodes, sources, exposures, macros }: Manifest): string {
  const types = [...nodes.values()].map(({ resourceType }) => resourceType);
  const count = (type: string) => types.filter((other) => other === type).length;
  const parts = [
    [count('model'), 'model'],
    [count('seed'), 'seed'],
    [count('operation'), 'operation'],
    [count('analysis'), 'analysis'],
    [count('test'), 'data test'],
    [sources.size, 'source'],
    [exposures.size, 'exposure'],
    [macros.size, 'macro'],
  ] as const;
  const found = parts.filter(([number]) => number > 0).map(([number, noun]) => plural(number, noun));
  return `Found ${found.join(', ')}`;
}
