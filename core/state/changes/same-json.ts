/** Whether two plain values mean the same: mappings whatever the order of their keys, `1.0` and `1` alike, as JSON files have it. */
import { isMapping, type Json, JsonFloat } from '../../resources/json.js';

/** Compares deeply; values that are the same object cost nothing. */
export function isSameJson(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((item, index) => isSameJson(item, right[index]));
  }
  if (isMapping(left) && isMapping(right)) return differingKeys(left, right).length === 0;
  const isNumeric = [left, right].every((value) => typeof value === 'number' || value instanceof JsonFloat);
  return isNumeric && Number(left) === Number(right);
}

/** Keys whose values differ, in the order of the left side; a key that only one side has differs unless its value is null. */
export function differingKeys(left: JsonObjectLike, right: JsonObjectLike): string[] {
  if (left === right) return [];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].filter((key) => !isSameJson(itemOf(left, key), itemOf(right, key)));
}

type JsonObjectLike = Readonly<Record<string, Json>>;

function itemOf(object: JsonObjectLike, key: string): Json {
  return Object.hasOwn(object, key) ? object[key] : null;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
