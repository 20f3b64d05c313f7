/** The words of `--select` and `--exclude` to an expression: spaces unite, commas intersect. */
import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.js';
import { parseCriterion } from './criterion.js';
import type { Expression } from './expression.js';

/** One word of the command line, which warns when it matches nothing. */
export interface SelectedWord {
  readonly raw: string;
  readonly expression: Expression;
}

/** Words that are wrong are left out and reported. */
export function parseWords(words: readonly string[]): Outcome<readonly SelectedWord[]> {
  const diagnostics: Diagnostic[] = [];
  const raws = words.flatMap((word) => word.split(/\s+/)).filter((word) => word !== '');
  const value = raws.flatMap((raw) => {
    const wrong: Diagnostic[] = [];
    const parts = raw.split(',').flatMap((text): Expression[] => {
      const criterion = parseCriterion(text);
      if (!('code' in criterion)) return [{ kind: 'criterion', criterion, indirectSelection: null, location: null }];
      wrong.push(criterion);
      return [];
    });
    diagnostics.push(...wrong);
    return wrong.length > 0 ? [] : [{ raw, expression: intersectionOf(parts) }];
  });
  return { value, diagnostics };
}

function intersectionOf(parts: readonly Expression[]): Expression {
  return parts.length === 1 ? parts[0] : { kind: 'intersection', parts, releasesTests: true };
}
