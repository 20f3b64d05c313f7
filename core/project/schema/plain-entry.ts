/**
 * The entries that most property files consist of, known without their schema: texts, tests, columns of such, configs. What
 * the schema of models, seeds, snapshots or analyses would give for one is the entry as it stands.
 */
import { isMapping, type Json } from '../../resources/json.js';

/** False says nothing: the schema has to tell. */
export function isPlainEntry(value: Json): boolean {
  if (!isMapping(value) || typeof value.name !== 'string') return false;
  for (const key in value) if (!isPlainPart(key, value[key])) return false;
  return true;
}

function isPlainPart(key: string, value: Json): boolean {
  switch (key) {
    case 'name':
    case 'description':
      return typeof value === 'string';
    case 'meta':
    case 'config':
      return isMapping(value);
    case 'tests':
    case 'data_tests':
      return Array.isArray(value) && value.every(isTest);
    case 'columns':
      return Array.isArray(value) && value.every(isPlainColumn);
    default:
      return false;
  }
}

function isTest(value: Json): boolean {
  return typeof value === 'string' || isMapping(value);
}

function isPlainColumn(value: Json): boolean {
  if (!isMapping(value) || typeof value.name !== 'string') return false;
  for (const key in value) {
    if (key === 'columns' || (key === 'data_type' ? typeof value[key] !== 'string' : !isPlainPart(key, value[key]))) {
      return false;
    }
  }
  return true;
}
