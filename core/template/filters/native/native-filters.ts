/** dbt's own filters. Outside native rendering `as_bool` and its kin hand the value through. */
import { str } from '../../values/text.js';
import type { Value } from '../../values/value.js';
import type { FilterContext, FilterGroup } from '../filter.js';
import { type NativeKind, NativeText } from './native-text.js';

export const nativeFilters: FilterGroup = {
  as_bool: ['', (value, _args, context) => marked('bool', value, context)],
  as_native: ['', (value, _args, context) => marked('native', value, context)],
  as_number: ['', (value, _args, context) => marked('number', value, context)],
  as_text: ['', (value, _args, context) => marked('text', value, context)],
  is_list: ['', (value) => Array.isArray(value)],
};

function marked(kind: NativeKind, value: Value, { isNative }: FilterContext): Value {
  return isNative ? new NativeText(kind, str(value)) : value;
}
