/** The warning for what matches nothing: whether it is disabled, or nearly the name of something. */
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { closestNames, didYouMean } from '../diagnostics/did-you-mean.js';
import type { Criterion } from './criterion.js';
import type { Search } from './evaluate.js';
import { criteriaOf, type Expression, type NamedSelector } from './expression.js';
import { selectionMethods } from './methods/methods.js';

/** Of a word of the command line. */
export function wordMatchesNothing(raw: string, expression: Expression, search: Search): Diagnostic {
  return {
    code: 'TSDBT_SELECTOR_NO_MATCH',
    severity: 'warning',
    message: `The selection criterion '${raw}' does not match any enabled nodes.`,
    ...hintFor(expression, search),
  };
}

/** Of a definition in selectors.yml. */
export function selectorMatchesNothing({ name, expression, location }: NamedSelector, search: Search): Diagnostic {
  return {
    code: 'TSDBT_SELECTOR_NO_MATCH',
    severity: 'warning',
    message: `The selector '${name}' does not match any enabled nodes.`,
    location,
    ...hintFor(expression, search),
  };
}

function hintFor(expression: Expression, search: Search): { readonly hint?: string } {
  for (const { criterion, location } of criteriaOf(expression)) {
    const hint = location !== null && isList(criterion) ? NO_LIST : suggestion(criterion, search);
    if (hint !== undefined) return { hint };
  }
  return {};
}

/** A text in selectors.yml is one criterion: dbt reads no set operators there. */
function isList({ value }: Criterion): boolean {
  return /[\s,]/.test(value);
}

const NO_LIST = 'A text in selectors.yml is one criterion: write `union:` or `intersection:` for more.';

function suggestion(criterion: Criterion, search: Search): string | undefined {
  const disabled = [...search.manifest.disabled.values()].flat();
  const hidden = disabled.find((node) => node.name === criterion.value || node.uniqueId === criterion.value);
  if (hidden !== undefined) return `${hidden.resourceType} '${hidden.name}' is disabled (${hidden.originalFilePath}).`;
  const other = otherMethod(criterion, search);
  if (other !== null) return didYouMean([`${other}:${criterion.value}`]);
  const { nodes } = search.index;
  const [key] = criterion.method === 'config' ? criterion.arguments : [];
  if (key !== undefined && nodes.every(({ config }) => !Object.hasOwn(config, key))) {
    return didYouMean(
      closestNames(
        key,
        nodes.flatMap(({ config }) => Object.keys(config)),
      ).map((name) => `config.${name}`),
    );
  }
  const values = nodes.flatMap((node) => selectionMethods[criterion.method]?.valuesOf(node, criterion.arguments) ?? []);
  return didYouMean(closestNames(criterion.value, values).filter((value) => value !== criterion.value));
}

/** A word without a method means a name; people write so the names of what has a method of its own. */
function otherMethod(criterion: Criterion, { manifest, index }: Search): string | null {
  const { method, value } = criterion;
  if (method !== 'fqn' || value === '') return null;
  const found = ['tag', 'source', 'exposure', 'group', 'package'].find((name) => {
    const { problem, compile } = selectionMethods[name];
    return (problem?.(value) ?? null) === null && index.nodes.some(compile({ ...criterion, method: name }, manifest));
  });
  return found ?? null;
}
