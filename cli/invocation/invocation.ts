/** What a command is given: its words and flags, the facts of the invocation, and the way to speak. */
import type { AdapterTable, InvocationFacts } from '../../core/index.js';
import type { Flags, FlagValues } from '../flags/flag-values.js';
import type { Output } from '../output.js';
import type { Reporter } from '../reporter/reporter.js';

export interface Invocation {
  readonly command: string;
  readonly positionals: readonly string[];
  readonly flags: FlagValues;
  /** Where each flag's value came from. */
  readonly origin: Flags['origin'];
  readonly facts: InvocationFacts;
  readonly adapters: AdapterTable;
  readonly reporter: Reporter;
  readonly output: Output;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly cwd: string;
  readonly processId: number;
}
