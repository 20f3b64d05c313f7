/** For each node the nearest ones of a kind: a walk along the edges that ends at what is wanted and at what is in the way. */
import type { Neighbours } from './graph.js';

/** What a node is to a walk: it leads on, it is found, or it is neither. */
export const THROUGH = 0;
export const FOUND = 1;
export const WALL = 2;

/** Adds what is found from a node to a list, each once, in the order in which the edges name it. */
export type CollectNearest = (from: number, found: number[]) => void;

/**
 * What is found from a node that leads on is kept, as many may lead to it; a node that leads to one such alone shares its
 * list. Ways that turn in a circle find nothing more.
 */
export function nearest({ starts, targets }: Neighbours, kinds: Uint8Array): CollectNearest {
  const known = new Array<readonly number[] | undefined>(kinds.length);
  const isOpen = new Uint8Array(kinds.length);
  /** By found node: the collection, counted from 1, that has it last. */
  const foundIn = new Uint32Array(kinds.length);
  let collections = 0;

  const collect = (from: number, found: number[]) => {
    collections++;
    const add = (number: number) => {
      if (foundIn[number] === collections) return;
      foundIn[number] = collections;
      found.push(number);
    };
    for (let at = starts[from]; at < starts[from + 1]; at++) {
      const target = targets[at];
      if (kinds[target] === FOUND) add(target);
      else if (kinds[target] === THROUGH) for (const number of known[target] ?? []) add(number);
    }
  };
  const listOf = (from: number): readonly number[] => {
    const only = starts[from + 1] - starts[from] === 1 ? targets[starts[from]] : -1;
    if (only >= 0 && kinds[only] === THROUGH) return known[only] ?? [];
    const found: number[] = [];
    collect(from, found);
    return found;
  };
  /** Makes the lists of all that leads on below a node, the farthest first; a stack, as ways may be long. */
  const prepare = (from: number) => {
    const pending = [from];
    while (pending.length > 0) {
      const number = pending[pending.length - 1];
      const before = pending.length;
      if (known[number] === undefined && isOpen[number] === 0) {
        isOpen[number] = 1;
        for (let at = starts[number]; at < starts[number + 1]; at++) {
          const target = targets[at];
          if (kinds[target] === THROUGH && known[target] === undefined && isOpen[target] === 0) pending.push(target);
        }
      }
      if (pending.length > before) continue;
      known[number] ??= listOf(number);
      pending.pop();
    }
  };
  return (from, found) => {
    for (let at = starts[from]; at < starts[from + 1]; at++) {
      const target = targets[at];
      if (kinds[target] === THROUGH && known[target] === undefined) prepare(target);
    }
    collect(from, found);
  };
}
