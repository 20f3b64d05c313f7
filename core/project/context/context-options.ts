/** What the base context is made from. */
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

export interface BaseContextOptions {
  /** Null while profiles.yml and the name of the profile are read: `target` does not exist there yet. */
  readonly target: Target | null;
  readonly projectName: string | null;
  readonly invocation: InvocationFacts;
  readonly vars: VarSource;
  readonly sink: ContextSink;
  /** profiles.yml and packages.yml may read `DBT_ENV_SECRET_...`; nothing else may. */
  readonly mayReadSecrets: boolean;
  /** Told of each use of a var or environment variable, for the cache of parsed files. */
  readonly onUse?: (kind: 'var' | 'env_var', name: string) => void;
  readonly threadId?: string;
}
