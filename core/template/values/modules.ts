/** dbt's `modules`: datetime, pytz, re and itertools. What a module holds is made when a template first asks for it. */
import { type Clock, createDateTimeModule } from './datetime/datetime-module.js';
import { createPytzModule } from './datetime/pytz/pytz-module.js';
import { createItertoolsModule } from './itertools/itertools-module.js';
import { createReModule } from './regex/re-module.js';
import { ModuleValue } from './types/class-value.js';
import type { Value } from './value.js';

/** The value of `modules`; `clock` is what datetime asks for the time. */
export function createModules(clock?: Clock): ModuleValue {
  return new ModuleValue(
    'modules',
    () =>
      new Map<string, Value>([
        ['datetime', createDateTimeModule(clock)],
        ['pytz', createPytzModule()],
        ['re', createReModule()],
        ['itertools', createItertoolsModule()],
      ]),
  );
}
