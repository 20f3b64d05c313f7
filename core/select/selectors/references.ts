/** Definitions that use other definitions: whose criteria an expression comes down to, and which go round in a circle. */
import { type CriterionExpression, criteriaOf, type Expression, type SelectorTable } from '../expression.js';
import { matchesPattern } from '../glob.js';
import { SELECTOR_METHOD } from '../methods/methods.js';

/** All criteria of an expression, those of the definitions that it names among them, each once. */
export function criteriaBehind(expression: Expression, selectors: SelectorTable): readonly CriterionExpression[] {
  const seen = new Set<string>();
  const found: CriterionExpression[] = [];
  const pending = [...criteriaOf(expression)];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    found.push(next);
    for (const name of namesUsed(next, selectors)) {
      if (seen.has(name)) continue;
      seen.add(name);
      const used = selectors.get(name);
      if (used !== undefined) pending.push(...criteriaOf(used.expression));
    }
  }
  return found;
}

/** Names of definitions that come back to themselves, each with the way round. */
export function circles(selectors: SelectorTable): readonly (readonly string[])[] {
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (name: string, way: readonly string[]): void => {
    const at = way.indexOf(name);
    if (at >= 0) found.push([...way.slice(at), name]);
    if (at >= 0 || done.has(name)) return;
    const expression = selectors.get(name)?.expression;
    const criteria = expression === undefined ? [] : criteriaOf(expression);
    for (const used of criteria.flatMap((criterion) => namesUsed(criterion, selectors))) visit(used, [...way, name]);
    done.add(name);
  };
  for (const name of selectors.keys()) visit(name, []);
  return found;
}

/** The definitions that a criterion names. */
function namesUsed({ criterion }: CriterionExpression, selectors: SelectorTable): readonly string[] {
  if (criterion.method !== SELECTOR_METHOD) return [];
  return [...selectors.keys()].filter(matchesPattern(criterion.value));
}
