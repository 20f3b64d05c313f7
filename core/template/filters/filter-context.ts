/** The context of a render for its filters and tests. */
import type { FilterContext } from './filter.js';
import { filterTable } from './filter-table.js';
import { testTable } from './test-table.js';

function contextFor(isLenient: boolean, isNative: boolean): FilterContext {
  return { isLenient, isNative, filters: filterTable, tests: testTable };
}

const plain = { strict: contextFor(false, false), lenient: contextFor(true, false) };
const native = { strict: contextFor(false, true), lenient: contextFor(true, true) };

/** The context with every filter and test. */
export function filterContextOf({ isLenient, isNative }: { isLenient: boolean; isNative: boolean }): FilterContext {
  return (isNative ? native : plain)[isLenient ? 'lenient' : 'strict'];
}
