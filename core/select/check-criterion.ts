/** Says what is wrong with a criterion before any node is looked at: its method, or a value that the method cannot take. */
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { closestNames, didYouMean } from '../diagnostics/did-you-mean.js';
import type { Criterion } from './criterion.js';
import type { SelectorTable } from './expression.js';
import { matchesPattern } from './glob.js';
import { methodNames, SELECTOR_METHOD, selectionMethods, unbuiltMethods } from './methods/methods.js';

/** The mistake of a criterion, or null. */
export function criterionProblem(criterion: Criterion, selectors: SelectorTable): Diagnostic | null {
  if (criterion.method === SELECTOR_METHOD) return selectorProblem(criterion, selectors);
  if (!Object.hasOwn(selectionMethods, criterion.method)) return unknownMethod(criterion);
  const { problem, values = [] } = selectionMethods[criterion.method];
  const sentence = problem?.(criterion.value) ?? null;
  if (sentence === null) return null;
  const hint = didYouMean(closestNames(criterion.value, values));
  return invalid(`The selector '${criterion.raw}' has the value '${criterion.value}'; ${sentence}.`, hint);
}

/** Whether the criterion needs something that tsdbt does not have yet. */
export function needsUnbuilt(criterion: Criterion): boolean {
  return Object.hasOwn(unbuiltMethods, criterion.method);
}

function unknownMethod(criterion: Criterion): Diagnostic {
  if (needsUnbuilt(criterion)) {
    return {
      code: 'TSDBT_SELECTOR_NOT_BUILT',
      severity: 'error',
      message: `The selector '${criterion.raw}' needs ${unbuiltMethods[criterion.method]}, which comes later.`,
      hint: AVAILABLE,
    };
  }
  const hint = didYouMean(closestNames(criterion.method, methodNames));
  const message = `The selector '${criterion.raw}' names the method '${criterion.method}', which does not exist.`;
  return invalid(message, hint ?? AVAILABLE);
}

const AVAILABLE = `Available methods: ${[...Object.keys(selectionMethods), SELECTOR_METHOD].join(', ')}.`;

function selectorProblem({ raw, value }: Criterion, selectors: SelectorTable): Diagnostic | null {
  const matches = matchesPattern(value);
  if ([...selectors.keys()].some(matches)) return null;
  return { ...missingSelector(value, selectors), message: `'${raw}': there is no selector '${value}'.` };
}

/** A name that selectors.yml does not define. */
export function missingSelector(name: string, selectors: SelectorTable): Diagnostic {
  const names = [...selectors.keys()];
  const known = names.length === 0 ? 'selectors.yml defines none.' : `selectors.yml defines ${names.join(', ')}.`;
  return invalid(`There is no selector '${name}'.`, didYouMean(closestNames(name, names)) ?? known);
}

function invalid(message: string, hint?: string): Diagnostic {
  return { code: 'TSDBT_SELECTOR_INVALID', severity: 'error', message, ...(hint === undefined ? {} : { hint }) };
}
