/** `str.format` and `str.format_map`. */
import { Dict } from '../../dict.js';
import { formatTemplate } from '../../format/template.js';
import { TemplateObject, type Tuple, type Value } from '../../value.js';
import { type MethodTable, methodTable } from '../method.js';

export const textFormatMethods: MethodTable<string> = methodTable<string>({
  format: [
    '*args, **kwargs',
    (self, [args, kwargs], lookup) =>
      formatTemplate(self, { args: (args as Tuple).items, named: kwargs as Dict, lookup }),
  ],
  format_map: [
    'mapping, /',
    (self, [mapping], lookup) => formatTemplate(self, { args: [], named: mappingOf(mapping), lookup }),
  ],
});

function mappingOf(value: Value): TemplateObject {
  return value instanceof TemplateObject ? value : new Dict();
}
