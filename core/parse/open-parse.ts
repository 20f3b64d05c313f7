/** The beginning of parsing, whatever is parsed: lists for findings, the tracker, and the macros as an environment. */
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { TestEntry } from '../project/property-file.js';
import { createEnvironment } from '../template/environment.js';
import type { TemplateEnvironment } from '../template/template.js';
import type { TestContext } from './generic-tests/parse-generic-tests.js';
import { INTERNAL_PACKAGE } from './internal-package.js';
import type { ParsedMacro } from './macros/parse-macros.js';
import { createParseMemory } from './nodes/parse-memory.js';
import type { ParseOptions } from './parse-options.js';
import type { ParseSetting } from './parsed-project.js';
import { createMacroKeys } from './reuse/look-ups.js';
import { type ParseSession, runAlways } from './reuse/parse-store.js';
import { settingText } from './reuse/setting-text.js';
import { createTracker } from './reuse/tracker.js';

/** What the parsers of one snapshot share before any macro is known. */
export interface Opening extends Pick<TestContext, 'tracker' | 'reuse' | 'diagnostics' | 'unknown' | 'memory'> {
  readonly session: ParseSession | null;
}

/** Opens a snapshot, with the store's session when there is one. */
export function openParse({ store, sink, ...setting }: ParseOptions): Opening {
  const tracker = createTracker(sink);
  const diagnostics: Diagnostic[] = [];
  const unknown: TestEntry[] = [];
  const files = [...setting.internalMacros, ...setting.files];
  const parts = () => ({ tracker, findings: [diagnostics, unknown], setting: settingText(setting), files });
  const session = store?.open(parts()) ?? null;
  const memory = createParseMemory(setting.config.quoting);
  return { tracker, diagnostics, unknown, memory, session, reuse: session?.reuse ?? runAlways };
}

/** The environment of all macros; who looks for one is written down. */
export function environmentFor(
  { config, adapter }: ParseOptions,
  macros: readonly ParsedMacro[],
  { tracker, session }: Opening,
): TemplateEnvironment {
  const keyOf = createMacroKeys();
  const options = {
    macros: macros.map((macro) => macro.definition),
    rootPackage: config.name,
    internalPackage: INTERNAL_PACKAGE,
    prefixes: adapter.macroPrefixes,
    searchOrder: config.dispatch,
    onLookUp: (packageName: string, name: string | null) => {
      if (tracker.isTracing()) tracker.note(keyOf(packageName, name));
    },
  };
  return createEnvironment(options, session?.compiledMacros);
}

/** What every part of parsing depends on. */
export function settingOf(options: ParseOptions, environment: TemplateEnvironment): ParseSetting {
  const { config, target, adapter, invocation, vars } = options;
  return { config, target, adapter, invocation, vars, environment };
}
