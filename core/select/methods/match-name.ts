/** The default method `fqn`: matches a node by its dotted name, by part of it, or by its last part. */
import { hasWildcard, matchesPattern } from '../glob.js';

/** Compiles a selector such as `marts.fct_*` to a predicate over the fqn of a node. */
export function matchesFqn(selector: string): (fqn: readonly string[]) => boolean {
  const matchesLeaf = matchesPattern(selector);
  const matchesParts = matchesDotted(selector.split('.'));
  return (fqn) => {
    const leaf = fqn[fqn.length - 1];
    if (leaf !== undefined && matchesLeaf(leaf)) return true;
    const parts = fqn.some(isDotted) ? fqn.flatMap((part) => part.split('.')) : fqn;
    // With the package in front, and without: names of packages have no dots.
    return matchesParts(parts, 0) || matchesParts(parts, 1);
  };
}

function isDotted(part: string): boolean {
  return part.includes('.');
}

/** Part by part; from the first part with a wildcard on, the rest is one pattern. A prefix is enough without one. */
function matchesDotted(wanted: readonly string[]): (parts: readonly string[], from: number) => boolean {
  const wildcardAt = wanted.findIndex(hasWildcard);
  const literal = wildcardAt < 0 ? wanted : wanted.slice(0, wildcardAt);
  const matchesRest = wildcardAt < 0 ? null : matchesPattern(wanted.slice(wildcardAt).join('.'));
  return (parts, from) => {
    if (parts.length - from < wanted.length) return false;
    if (!literal.every((part, at) => parts[from + at] === part)) return false;
    return matchesRest === null || matchesRest(parts.slice(from + literal.length).join('.'));
  };
}
