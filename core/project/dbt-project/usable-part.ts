/**
 * Takes what is wrong out of a dbt_project.yml, so that the rest of the project can still be checked: a wrong key counts as
 * absent. In: the file as data and the paths of its mistakes. Out: what is left, or null when nothing can be told without
 * the keys that are wrong. Pure.
 */
import { closestNames } from '../../diagnostics/did-you-mean.js';
import type { JsonObject } from '../../resources/json.js';
import { takeOut } from '../take-out.js';
import type { KeyPath } from '../yaml/yaml-document.js';

/** Keys that say where the files of the project lie and what it is called; guessing them would make false errors. */
const NEEDED = /^name$|-paths$|^packages-install-path$|^modules-path$/;

/** Keys whose values are trees of configs: one wrong config leaves the others. */
const TREES: ReadonlySet<string> = new Set([
  ...['models', 'seeds', 'snapshots', 'sources', 'tests', 'data_tests', 'analyses', 'exposures', 'unit_tests'],
]);

/** The file without what is wrong. `known` are the keys that it may have: a mistyped key may stand for a needed one. */
export function usablePart(file: JsonObject, wrong: readonly KeyPath[], known: readonly string[]): JsonObject | null {
  const tops = wrong.map(([first]) => meantBy(String(first ?? 'name'), known));
  if (tops.some((key) => NEEDED.test(key))) return null;
  return takeOut(
    file,
    wrong.map((path) => (TREES.has(String(path[0])) ? path : path.slice(0, 1))),
  );
}

/** The key that a key of a user's stands for. */
export function meantBy(key: string, known: readonly string[]): string {
  return known.includes(key) ? key : (closestNames(key, known)[0] ?? key);
}
