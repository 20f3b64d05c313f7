/** The macros of a project as an environment, and no more: for nodes that are known already. */
import type { TemplateEnvironment } from '../template/template.js';
import { parseMacros } from './macros/parse-macros.js';
import { environmentFor, openParse } from './open-parse.js';
import type { ParseOptions } from './parse-options.js';

/** The environment that parsing everything gives. */
export function parseEnvironment({ store: _, ...options }: ParseOptions): TemplateEnvironment {
  const opening = openParse(options);
  const macros = parseMacros([...options.internalMacros, ...options.files], options.config.root, opening.reuse);
  return environmentFor(options, macros.value, opening);
}
