/** The template environment of a project `shop` with the built-in macros and, when asked for, some of its own. */
import type { Adapter } from '../../../core/adapter/adapter.js';
import { readMacroFolder } from '../../../core/io/read-project-files.js';
import { INTERNAL_PACKAGE } from '../../../core/parse/internal-package.js';
import { parseMacros } from '../../../core/parse/macros/parse-macros.js';
import { runAlways } from '../../../core/parse/reuse/parse-store.js';
import { createEnvironment } from '../../../core/template/environment.js';
import type { TemplateEnvironment } from '../../../core/template/template.js';

export async function builtInEnvironment(adapter: Adapter, ownMacros = ''): Promise<TemplateEnvironment> {
  const common = await readMacroFolder(new URL('../../common/macros/', adapter.macroFolder), INTERNAL_PACKAGE);
  const own = await readMacroFolder(adapter.macroFolder, INTERNAL_PACKAGE);
  const project = { ...common.value[0], packageName: 'shop', path: 'macros/own.sql', text: ownMacros };
  const macros = parseMacros([...common.value, ...own.value, project], '/', runAlways);
  return createEnvironment({
    macros: macros.value.map(({ definition }) => definition),
    rootPackage: 'shop',
    internalPackage: INTERNAL_PACKAGE,
    prefixes: adapter.macroPrefixes,
    searchOrder: {},
  });
}
