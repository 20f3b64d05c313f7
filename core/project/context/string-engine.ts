/** The engine for strings of YAML: no macros, one compiled template per text. */
import { TsdbtError } from '../../diagnostics/error.js';
import type { StringEngine } from './yaml-renderer.js';

export function createStringEngine(): StringEngine {
  return {
    compile: () => {
      throw new TsdbtError([{ code: 'TSDBT_TEMPLATE_SYNTAX', severity: 'error', message: 'No engine is connected.' }]);
    },
  };
}
