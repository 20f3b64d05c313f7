/** All filters by name: Jinja's and the ones that dbt adds. */
import { type FilterFunction, toTable } from './filter.js';
import { nativeFilters } from './native/native-filters.js';
import { numberFilters } from './numbers/number-filters.js';
import { aggregateFilters } from './sequences/aggregate.js';
import { groupFilters } from './sequences/group.js';
import { itemFilters } from './sequences/items.js';
import { mapFilters } from './sequences/map.js';
import { orderFilters } from './sequences/order.js';
import { escapeFilters } from './text/escape.js';
import { jsonFilters } from './text/json.js';
import { layoutFilters } from './text/layout.js';
import { textFilters } from './text/text-filters.js';

export const filterTable: ReadonlyMap<string, FilterFunction> = toTable(
  textFilters,
  layoutFilters,
  escapeFilters,
  jsonFilters,
  numberFilters,
  itemFilters,
  orderFilters,
  aggregateFilters,
  groupFilters,
  mapFilters,
  nativeFilters,
);
