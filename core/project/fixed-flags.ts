/** dbt's flags that tsdbt has no switch for, with the value that is true of tsdbt: templates see them under `flags`. */
import type { JsonObject } from '../resources/json.js';

export const fixedFlags: JsonObject = {
  CACHE_SELECTED_ONLY: false,
  DEFER: false,
  DEFER_STATE: null,
  EMPTY: false,
  EVENT_TIME_END: null,
  EVENT_TIME_START: null,
  FAVOR_STATE: false,
  INTROSPECT: true,
  LOG_CACHE_EVENTS: false,
  MACRO_DEBUGGING: false,
  POPULATE_CACHE: true,
  SAMPLE: null,
  SEND_ANONYMOUS_USAGE_STATS: false,
  STATIC_PARSER: true,
  USE_EXPERIMENTAL_PARSER: false,
};
