/** The engine for strings of YAML: no macros, one compiled template per text. */
import { createEnvironment } from '../../template/environment.js';
import type { StringEngine } from './yaml-renderer.js';

export function createStringEngine(): StringEngine {
  return createEnvironment({
    macros: [],
    rootPackage: '',
    internalPackage: 'dbt',
    prefixes: ['default'],
    searchOrder: {},
  });
}
