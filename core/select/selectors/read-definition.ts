/**
 * One definition of selectors.yml to an expression: a text, `{tag: x}`, `{method: tag, value: x, ...}`, `{union: [...]}` or
 * `{intersection: [...]}`. Every mistake is reported at its line; a definition with mistakes gives null.
 */
import { describePath } from '../../project/schema/validate.js';
import type { KeyPath } from '../../project/yaml/yaml-document.js';
import { isMapping, type Json, type JsonObject } from '../../resources/json.js';
import { parseCriterion } from '../criterion.js';
import type { Expression } from '../expression.js';
import { criterionOf, type DefinitionReader, leaf, mustBe, readValue, report } from './definition-reader.js';
import { readMethod } from './read-method.js';
import { readSet } from './read-set.js';

const SETS = ['union', 'intersection'] as const;

/** The expression, or null when the definition cannot be used. */
export function readDefinition(value: Json, path: KeyPath, reader: DefinitionReader): Expression | null {
  if (typeof value === 'string') return readText(value, path, reader);
  if (!isMapping(value)) return mustBe(value, path, reader, 'a text or a mapping');
  const sets = SETS.filter((key) => Object.hasOwn(value, key));
  if (sets.length > 0) return readSet(value, sets[0], path, reader);
  if (Object.hasOwn(value, 'method') || Object.hasOwn(value, 'value')) return readMethod(value, path, reader);
  return readShort(value, path, reader);
}

function readText(value: string, path: KeyPath, reader: DefinitionReader): Expression | null {
  const criterion = parseCriterion(value);
  if (!('code' in criterion)) return leaf(criterion, null, path, reader);
  reader.diagnostics.push({ ...criterion, location: reader.document.locate(path) });
  return null;
}

/** `{tag: x}`: the method is the key. */
function readShort(value: JsonObject, path: KeyPath, reader: DefinitionReader): Expression | null {
  const keys = Object.keys(value);
  const [method] = keys;
  if (keys.length !== 1) {
    const found = keys.length === 0 ? 'none' : keys.join(', ');
    const message = `\`${describePath(path)}\` must have one key, or \`method\` and \`value\`; found ${found}.`;
    const hint = 'For several criteria write a list under `union:` or `intersection:`.';
    return report(reader, { message, hint, location: reader.document.locate(path) });
  }
  if (method === 'exclude') {
    const message = `\`${describePath(path)}\` has nothing that \`exclude\` could be taken off.`;
    const hint = 'Put it beside `method:` and `value:`, or into the list of `union:` or `intersection:`.';
    return report(reader, { message, hint, location: reader.document.locateKey([...path, method]) });
  }
  const text = readValue(value[method], [...path, method], reader);
  return text === null ? null : leaf(criterionOf({ method, value: text }), null, [...path, method], reader);
}
