/**
 * The common oracle of all fault tests: after a fault each relation is its old or its new self in full, what tsdbt does
 * not own is untouched, and after the next plain run nothing of the fault is left.
 */
import type { Snapshot } from './snapshot/postgres-snapshot.js';

/** Tables in which tsdbt keeps its own books; they tell of runs, so they differ from run to run. */
const BOOKS = /\._tsdbt_/;

/** Names that tsdbt gives to what lives only inside one node's work. */
const TEMPORARY = /__tsdbt_/;

/** Names of relations that are neither as they were nor as they should become. Empty is good. */
export function halfBuilt(after: Snapshot, old: Snapshot, next: Snapshot): readonly string[] {
  const names = new Set([...after.keys(), ...old.keys(), ...next.keys()]);
  return [...names]
    .filter((name) => !BOOKS.test(name) && !TEMPORARY.test(name))
    .filter((name) => after.get(name) !== old.get(name) && after.get(name) !== next.get(name))
    .map((name) => explain(name, after.get(name), old.get(name)));
}

/** Names of relations that differ between two states, books left out. Temporary ones count: none may be left. */
export function differences(found: Snapshot, expected: Snapshot): readonly string[] {
  const names = new Set([...found.keys(), ...expected.keys()]);
  return [...names]
    .filter((name) => !BOOKS.test(name) && found.get(name) !== expected.get(name))
    .map((name) => explain(name, found.get(name), expected.get(name)));
}

/** Temporary relations that stand. */
export function leftOvers(snapshot: Snapshot): readonly string[] {
  return [...snapshot.keys()].filter((name) => TEMPORARY.test(name));
}

function explain(name: string, found: string | undefined, expected: string | undefined): string {
  return `${name}: found ${found ?? 'nothing'}; was ${expected ?? 'nothing'}`;
}
