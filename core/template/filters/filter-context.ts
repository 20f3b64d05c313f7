/** The context of a render for its filters and tests. */
import type { FilterContext } from './filter.js';
import { filterTable } from './filter-table.js';
import { testTable } from './test-table.js';

/** A context with every filter and test. */
export function createFilterContext(options: { isLenient: boolean; isNative: boolean }): FilterContext {
  return { ...options, filters: filterTable, tests: testTable };
}
