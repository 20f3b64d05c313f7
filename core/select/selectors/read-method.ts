/** `{method: tag, value: x, ...}` of selectors.yml to an expression: graph operators, the tests that follow, an exclusion. */
import { closestNames, didYouMean } from '../../diagnostics/did-you-mean.js';
import { describePath } from '../../project/schema/validate.js';
import type { KeyPath } from '../../project/yaml/yaml-document.js';
import type { Json, JsonObject } from '../../resources/json.js';
import type { Expression } from '../expression.js';
import { SELECTOR_METHOD } from '../methods/methods.js';
import { INDIRECT_SELECTIONS, type IndirectSelection } from '../selection.js';
import {
  criterionOf,
  type DefinitionReader,
  leaf,
  mustBe,
  type Operators,
  readExclude,
  readValue,
  report,
  without,
} from './definition-reader.js';

const METHOD_KEYS = [
  ...['method', 'value', 'parents', 'parents_depth', 'children', 'children_depth', 'childrens_parents'],
  ...['indirect_selection', 'exclude'],
];

/** Null when anything is wrong with it. */
export function readMethod(value: JsonObject, path: KeyPath, reader: DefinitionReader): Expression | null {
  const before = reader.diagnostics.length;
  const { document } = reader;
  for (const key of Object.keys(value).filter((candidate) => !METHOD_KEYS.includes(candidate))) {
    const message = `\`${describePath(path)}\` has the unknown key \`${key}\`.`;
    const hint = didYouMean(closestNames(key, METHOD_KEYS)) ?? `Known keys: ${METHOD_KEYS.join(', ')}.`;
    report(reader, { message, hint, location: document.locateKey([...path, key]) });
  }
  for (const key of ['method', 'value'].filter((needed) => value[needed] === undefined)) {
    report(reader, { message: `\`${describePath(path)}\` lacks the key \`${key}\`.`, location: document.locate(path) });
  }
  if (reader.diagnostics.length > before) return null;
  const { method } = value;
  if (typeof method !== 'string') return mustBe(method, [...path, 'method'], reader, 'a text');
  const text = readValue(value.value, [...path, 'value'], reader);
  if (text === null) return null;
  if (method === SELECTOR_METHOD) warnIgnored(value, path, reader);
  const criterion = criterionOf({ method, value: text, ...readOperators(value, path, reader) });
  const mode = readMode(value.indirect_selection, [...path, 'indirect_selection'], reader);
  const excluded = value.exclude === undefined ? [] : readExclude(value.exclude, [...path, 'exclude'], reader);
  if (excluded === null || reader.diagnostics.slice(before).some(({ severity }) => severity === 'error')) return null;
  if (method === SELECTOR_METHOD) return leaf(criterionOf({ method, value: text }), null, [...path, 'value'], reader);
  return without(leaf(criterion, mode, [...path, 'value'], reader), excluded);
}

/** dbt reads nothing but the name; to do otherwise here would select something else than there. */
function warnIgnored(value: JsonObject, path: KeyPath, reader: DefinitionReader): void {
  for (const key of Object.keys(value).filter((name) => name !== 'method' && name !== 'value')) {
    reader.diagnostics.push({
      code: 'TSDBT_SELECTORS_KEY_IGNORED',
      severity: 'warning',
      message: `\`${key}\` beside \`method: selector\` changes nothing, as in dbt.`,
      location: reader.document.locateKey([...path, key]),
      hint:
        key === 'exclude'
          ? 'Put both into a list: `union: [{method: selector, ...}, {exclude: [...]}]`.'
          : 'Put it into the definition that is named.',
    });
  }
}

function readOperators(value: JsonObject, path: KeyPath, reader: DefinitionReader): Operators {
  const flag = (key: string) => readFlag(value[key], [...path, key], reader);
  const depth = (key: string) => readDepth(value[key], [...path, key], reader);
  const [parents, children, childrensParents] = ['parents', 'children', 'childrens_parents'].map(flag);
  const [above, below] = ['parents_depth', 'children_depth'].map(depth);
  if (children && childrensParents) {
    const message = `\`${describePath(path)}\` has both \`children\` and \`childrens_parents\`, which exclude each other.`;
    report(reader, { message, location: reader.document.locateKey([...path, 'children']) });
  }
  return { childrensParents, parents: parents ? above : undefined, children: children ? below : undefined };
}

function readFlag(value: Json | undefined, path: KeyPath, reader: DefinitionReader): boolean {
  if (value === undefined || value === null || typeof value === 'boolean') return value ?? false;
  mustBe(value, path, reader, 'true or false');
  return false;
}

/** Null is any number of steps; so is 0, as in dbt. */
function readDepth(value: Json | undefined, path: KeyPath, reader: DefinitionReader): number | null {
  if (value === undefined || value === null) return null;
  const steps = typeof value === 'string' ? Number(value) : value;
  if (typeof steps === 'number' && Number.isInteger(steps) && steps >= 0) return steps === 0 ? null : steps;
  mustBe(value, path, reader, 'a whole number');
  return null;
}

function readMode(value: Json | undefined, path: KeyPath, reader: DefinitionReader): IndirectSelection | null {
  if (value === undefined || value === null) return null;
  const mode = INDIRECT_SELECTIONS.find((known) => known === value);
  if (mode === undefined) mustBe(value, path, reader, `one of ${INDIRECT_SELECTIONS.join(', ')}`);
  return mode ?? null;
}
