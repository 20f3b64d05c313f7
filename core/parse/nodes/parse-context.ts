/** What the parsers of one snapshot share: the setting, the base names of each package, docs blocks, and the diagnostics. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../diagnostics/error.js';
import type { DocBlock, UniqueId } from '../../resources/node.js';
import type { Value } from '../../template/values/value.js';
import type { ParseSetting } from '../parsed-project.js';

export interface ParseContext {
  readonly setting: ParseSetting;
  /** Base names as nodes and macros of a package see them: a var that is missing is none while parsing. */
  readonly base: (packageName: string) => (name: string) => Value | undefined;
  /** Base names as property files of a package see them. */
  readonly yamlBase: (packageName: string) => (name: string) => Value | undefined;
  readonly docs: ReadonlyMap<UniqueId, DocBlock>;
  readonly diagnostics: Diagnostic[];
}

/** Runs a step whose failure is the user's: its diagnostics are kept and `fallback` takes the value's place. */
export function collecting<T>(context: ParseContext, step: () => T, fallback: T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof TsdbtError)) throw error;
    context.diagnostics.push(...error.diagnostics);
    return fallback;
  }
}
