/** dbt's `modules`: datetime, pytz, re and itertools. What a module holds is made when a template first asks for it. */
import { createDateTimeModule } from './datetime/datetime-module.js';
import { createPytzModule } from './datetime/pytz/pytz-module.js';
import { createItertoolsModule } from './itertools/itertools-module.js';
import { createReModule } from './regex/re-module.js';
import { ModuleValue } from './types/class-value.js';
import type { Value } from './value.js';

/** The value of `modules`. */
export function createModules(): ModuleValue {
  return new ModuleValue(
    'modules',
    () =>
      new Map<string, Value>([
        ['datetime', createDateTimeModule()],
        ['pytz', createPytzModule()],
        ['re', createReModule()],
        ['itertools', createItertoolsModule()],
      ]),
  );
}
