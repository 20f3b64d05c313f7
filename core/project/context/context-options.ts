/** What the base context is made from, and what is told of its use. */
import type { InvocationFacts } from '../invocation.js';
import type { Target } from '../project-config.js';
import type { VarSource } from './var-object.js';

/** Where templates' own messages go. */
export interface ContextSink {
  /** `log(message, info)`: to the log file, to the screen too when `info`. */
  readonly log: (message: string, isInfo: boolean) => void;
  /** `print(message)`: to standard output. */
  readonly print: (message: string) => void;
  /** `exceptions.warn(message)`. */
  readonly warn: (message: string) => void;
}

/**
 * What a template may read of its surroundings: a var or whether there is one, the names of all vars (for a message), an
 * environment variable, a flag, a fact of the invocation by its name, the clock, and what becomes of warnings.
 */
export type ContextUse = 'var' | 'vars' | 'env_var' | 'flag' | 'fact' | 'clock' | 'warning';

export interface BaseContextOptions {
  /** Null while profiles.yml and the name of the profile are read: `target` does not exist there yet. */
  readonly target: Target | null;
  readonly projectName: string | null;
  readonly invocation: InvocationFacts;
  readonly vars: VarSource;
  readonly sink: ContextSink;
  /** profiles.yml and packages.yml may read `DBT_ENV_SECRET_...`; nothing else may. */
  readonly mayReadSecrets: boolean;
  /** Told of each use, before it is answered: whoever keeps what a template gave must know what it depends on. */
  readonly onUse?: (use: ContextUse, name: string) => void;
  readonly threadId?: string;
}
