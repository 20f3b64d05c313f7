/** Did-you-mean: finds the names that a mistyped one most likely meant. Pure; any stage may use it. */

/** The closest candidates, nearest first; none when nothing is close enough to be meant. */
export function closestNames(name: string, candidates: Iterable<string>, limit = 3): string[] {
  const wanted = name.toLowerCase();
  if (wanted.length > LONGEST) return [];
  const bound = Math.max(1, Math.floor(wanted.length / 3));
  const ranked: { candidate: string; distance: number }[] = [];
  for (const candidate of new Set(candidates)) {
    const distance = nearness(wanted, candidate.toLowerCase(), bound);
    if (distance <= bound) ranked.push({ candidate, distance });
  }
  ranked.sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1));
  return ranked.slice(0, limit).map((entry) => entry.candidate);
}

/** `Did you mean 'a' or 'b'?`, or undefined when there is nothing to suggest. */
export function didYouMean(suggestions: readonly string[]): string | undefined {
  if (suggestions.length === 0) return undefined;
  return `Did you mean ${suggestions.map((suggestion) => `'${suggestion}'`).join(' or ')}?`;
}

/** Longer names are no typing mistakes, and comparing them costs their product. */
const LONGEST = 200;

/** A swapped or missing separator counts as one mistake, however many letters follow. */
function nearness(a: string, b: string, bound: number): number {
  if (a === b) return 0;
  if (a.replaceAll(/[-_. ]/g, '') === b.replaceAll(/[-_. ]/g, '')) return 1;
  if (Math.abs(a.length - b.length) > bound) return bound + 1;
  return editDistance(a, b);
}

/** Insertions, deletions, replacements and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let best = Math.min(last[column] + 1, current[column - 1] + 1, last[column - 1] + cost);
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isSwap) best = Math.min(best, beforeLast[column - 2] + 1);
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length];
}
