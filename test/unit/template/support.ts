import type { Json } from '../../../core/resources/json.js';
import { findBlocks } from '../../../core/template/blocks.js';
import { createEnvironment } from '../../../core/template/environment.js';
import type {
  EnvironmentOptions,
  MacroDefinition,
  Scope,
  TemplateEnvironment,
} from '../../../core/template/template.js';
import { toValue } from '../../../core/template/values/convert.js';
import type { Value } from '../../../core/template/values/value.js';

/** Macros of a file, as the parse stage makes them. */
export function macrosOf(text: string, packageName = 'shop', file = 'macros/m.sql'): MacroDefinition[] {
  return findBlocks({ text, file }).map((block) => {
    const name = block.kind === 'test' ? `test_${block.name}` : block.name;
    return { id: `macro.${packageName}.${name}`, name, packageName, block };
  });
}

export function environmentOf(options: Partial<EnvironmentOptions> = {}): TemplateEnvironment {
  return createEnvironment({
    macros: [],
    rootPackage: 'shop',
    internalPackage: 'dbt',
    prefixes: ['postgres', 'default'],
    searchOrder: {},
    ...options,
  });
}

export function scopeOf(
  names: Readonly<Record<string, Json>> = {},
  more: Partial<Scope> & { values?: Record<string, Value> } = {},
): Scope {
  const values = new Map<string, Value>([
    ...Object.entries(names).map(([name, value]) => [name, toValue(value)] as const),
    ...Object.entries(more.values ?? {}),
  ]);
  return { packageName: 'shop', lookup: (name) => values.get(name), ...more };
}
