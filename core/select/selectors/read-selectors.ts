/**
 * selectors.yml to the table of its definitions. In: the document and its rendered value. Out: every definition that can
 * be used, and every mistake with its place; names that nobody defines and definitions that go round in a circle too.
 */
import type { Diagnostic, Location, Outcome } from '../../diagnostics/diagnostic.js';
import { selectorsSchema } from '../../project/schema/packages.js';
import { validate } from '../../project/schema/validate.js';
import type { KeyPath, YamlDocument } from '../../project/yaml/yaml-document.js';
import { isMapping, type Json } from '../../resources/json.js';
import { criterionProblem, needsUnbuilt } from '../check-criterion.js';
import { criteriaOf, type NamedSelector, type SelectorTable } from '../expression.js';
import { SELECTOR_METHOD } from '../methods/methods.js';
import type { DefinitionReader } from './definition-reader.js';
import { readDefinition } from './read-definition.js';
import { circles } from './references.js';

/** `value` is the document's, with templates rendered. */
export function readSelectors(document: YamlDocument, value: Json): Outcome<SelectorTable> {
  if (value === null) return { value: new Map(), diagnostics: [] };
  const { locate, locateKey } = document;
  const checked = validate(selectorsSchema, value, { locate, locateKey, path: [], code: 'TSDBT_SELECTORS_INVALID' });
  const diagnostics: Diagnostic[] = [...checked.diagnostics];
  const reader: DefinitionReader = { document, diagnostics, read: readDefinition };
  const table = new Map<string, NamedSelector>();
  const broken = new Set<string>();
  const entries = isMapping(value) && Array.isArray(value.selectors) ? value.selectors : [];
  entries.forEach((entry: Json, index) => {
    const selector = readEntry(entry, ['selectors', index], reader);
    if (selector === null && isMapping(entry) && typeof entry.name === 'string') broken.add(entry.name);
    if (selector === null) return;
    const other = table.get(selector.name);
    if (other === undefined) table.set(selector.name, selector);
    else diagnostics.push(definedTwice(selector, other));
  });
  diagnostics.push(...namingProblems(table, broken), ...circleProblems(table), ...severalDefaults(table));
  return { value: table, diagnostics };
}

/** Null when so much is missing that the schema's own complaint is enough. */
function readEntry(entry: Json, path: KeyPath, reader: DefinitionReader): NamedSelector | null {
  if (!isMapping(entry) || typeof entry.name !== 'string' || entry.definition === undefined) return null;
  const expression = readDefinition(entry.definition, [...path, 'definition'], reader);
  if (expression === null) return null;
  return {
    name: entry.name,
    description: typeof entry.description === 'string' ? entry.description : null,
    isDefault: entry.default === true,
    expression,
    definition: entry.definition,
    location: reader.document.locate([...path, 'name']),
  };
}

/** Methods and values; what tsdbt does not have yet is said only when it is used. */
function namingProblems(table: SelectorTable, broken: ReadonlySet<string>): Diagnostic[] {
  const criteria = [...table.values()].flatMap(({ expression }) => criteriaOf(expression));
  return criteria.flatMap(({ criterion, location }) => {
    const isUnknown = criterion.method === SELECTOR_METHOD && broken.has(criterion.value);
    const problem = needsUnbuilt(criterion) || isUnknown ? null : criterionProblem(criterion, table);
    if (problem === null) return [];
    return [{ ...problem, ...(location === null ? {} : { location }) }];
  });
}

function circleProblems(table: SelectorTable): Diagnostic[] {
  return circles(table).map((way) => {
    const message = `The selector '${way[0]}' uses itself: ${way.join(' → ')}.`;
    return invalid(message, table.get(way[0])?.location);
  });
}

function severalDefaults(table: SelectorTable): Diagnostic[] {
  const [first, ...others] = [...table.values()].filter(({ isDefault }) => isDefault);
  return others.map(({ name, location }) => ({
    ...invalid(`Both '${first.name}' and '${name}' are the default selector.`, location),
    notes: [{ message: 'The other one', location: first.location }],
  }));
}

function definedTwice({ name, location }: NamedSelector, other: NamedSelector): Diagnostic {
  const found = invalid(`The selector '${name}' is defined twice.`, location);
  return { ...found, notes: [{ message: 'The other one', location: other.location }] };
}

function invalid(message: string, location?: Location): Diagnostic {
  const error = { code: 'TSDBT_SELECTORS_INVALID', severity: 'error', message } as const;
  return location === undefined ? error : { ...error, location };
}
