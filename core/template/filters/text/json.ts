/** The filter `tojson`: JSON that is safe inside HTML, with sorted keys, as Jinja gives it. */
import { jsonText } from '../../values/json-text.js';
import type { FilterGroup } from '../filter.js';

export const jsonFilters: FilterGroup = {
  tojson: [
    'indent=None',
    (value, [indent]) => {
      const text = jsonText(value, { indent, sortsKeys: true });
      return text.replace(/[<>&']/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
    },
  ],
};
