/**
 * Nodes by the parts of their dotted names, for selections of many names: to look at every node for each of a thousand
 * words would take longer than all that follows.
 */
import type { GraphNode } from '../resources/node.js';
import type { Criterion } from './criterion.js';
import { hasWildcard } from './glob.js';

/** The numbers of the nodes among which those that a criterion names are; null: all. */
export type Candidates = (criterion: Criterion) => readonly number[] | null;

/** For so few words the table is not made. */
const FEW = 8;

/** Answers for names without wildcards; the table is made once that many have been asked for. */
export function literalNames(nodes: readonly GraphNode[]): Candidates {
  let asked = 0;
  let table: ReadonlyMap<string, readonly number[]> | null = null;
  return ({ method, value }) => {
    if (method !== 'fqn' || hasWildcard(value) || ++asked <= FEW) return null;
    table ??= numbersByPart(nodes);
    return table.get(value.slice(value.lastIndexOf('.') + 1)) ?? [];
  };
}

function numbersByPart(nodes: readonly GraphNode[]): Map<string, number[]> {
  const table = new Map<string, number[]>();
  for (let number = 0; number < nodes.length; number++) {
    for (const part of new Set(nodes[number].fqn.flatMap((name) => name.split('.')))) {
      const known = table.get(part);
      if (known === undefined) table.set(part, [number]);
      else known.push(number);
    }
  }
  return table;
}
