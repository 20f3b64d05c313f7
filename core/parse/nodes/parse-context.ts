/** What the parsers of one snapshot share: the setting, the base names of each package, docs blocks, and the diagnostics. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../diagnostics/error.js';
import type { DocBlock, UniqueId } from '../../resources/node.js';
import { PythonError } from '../../template/values/python-error.js';
import type { Value } from '../../template/values/value.js';
import type { ParseSetting } from '../parsed-project.js';
import type { Reuse } from '../reuse/step.js';
import type { Tracker } from '../reuse/tracker.js';
import type { ParseMemory } from './parse-memory.js';

export interface ParseContext {
  readonly setting: ParseSetting;
  /** Base names as nodes and macros of a package see them: a var that is missing is none while parsing. */
  readonly base: (packageName: string) => (name: string) => Value | undefined;
  /** Base names as property files of a package see them. */
  readonly yamlBase: (packageName: string) => (name: string) => Value | undefined;
  readonly docs: ReadonlyMap<UniqueId, DocBlock>;
  readonly diagnostics: Diagnostic[];
  /** What nodes have in common, worked out once. */
  readonly memory: ParseMemory;
  /** Writes down what steps look up. */
  readonly tracker: Tracker;
  /** Runs a step, or gives what it gave in the snapshot before. */
  readonly reuse: Reuse;
}

/** Runs a step whose failure is the user's: its diagnostics are kept and `fallback` takes the value's place. */
export function collecting<T>(context: ParseContext, step: () => T, fallback: T): T {
  try {
    return step();
  } catch (error) {
    context.diagnostics.push(...diagnosticsOf(error));
    return fallback;
  }
}

/** A macro that was called from outside of a template has no place to tell. */
function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof TsdbtError) return error.diagnostics;
  if (!(error instanceof PythonError)) throw error;
  return [{ code: 'TSDBT_TEMPLATE_ERROR', severity: 'error', message: error.message }];
}
