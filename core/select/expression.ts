/** What is to be selected, as a tree: criteria joined by set operators. Command lines and selectors.yml become the same tree. */
import type { Location } from '../diagnostics/diagnostic.js';
import type { Json } from '../resources/json.js';
import type { Criterion } from './criterion.js';
import type { IndirectSelection } from './selection.js';

export type Expression = CriterionExpression | SetExpression;

export interface CriterionExpression {
  readonly kind: 'criterion';
  readonly criterion: Criterion;
  /** Which tests follow; null leaves it to the request. */
  readonly indirectSelection: IndirectSelection | null;
  /** Where selectors.yml says it; null on a command line. */
  readonly location: Location | null;
}

export interface SetExpression {
  /** A difference takes all further parts off the first. */
  readonly kind: 'union' | 'intersection' | 'difference';
  readonly parts: readonly Expression[];
  /**
   * Whether tests that were held back are asked again once the parts have come together. On a command line they are;
   * dbt never does in selectors.yml, where each criterion may have a mode of its own.
   */
  readonly releasesTests: boolean;
}

/** A definition of selectors.yml. */
export interface NamedSelector {
  readonly name: string;
  readonly description: string | null;
  /** Whether it stands for a command line that selects nothing itself. */
  readonly isDefault: boolean;
  readonly expression: Expression;
  /** As written, templates rendered; for manifest.json. */
  readonly definition: Json;
  /** Where its name stands. */
  readonly location: Location;
}

/** All definitions, in the order of the file. */
export type SelectorTable = ReadonlyMap<string, NamedSelector>;

/** The table of a project without selectors.yml. */
export const NO_SELECTORS: SelectorTable = new Map();

/** The criteria of an expression, in the order in which they are written. */
export function criteriaOf(expression: Expression): readonly CriterionExpression[] {
  return expression.kind === 'criterion' ? [expression] : expression.parts.flatMap(criteriaOf);
}
