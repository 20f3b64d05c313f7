/** Opens the database on first use and closes it at the end; commands that ask nothing of it load no driver. */
import type { Adapter, OpenOptions } from '../../adapter/adapter.js';
import type { Database } from '../../adapter/database.js';
import type { Target } from '../../project/project-config.js';

export interface LazyDatabase {
  readonly open: () => Promise<Database>;
  /** Closes it when it was opened. Never throws. */
  readonly close: () => Promise<void>;
}

/** A database of a target; `open` is what `ExecuteDeps.database` wants. */
export function lazyDatabase(
  adapter: Adapter,
  target: Target,
  options: Omit<OpenOptions, 'applicationName'>,
): LazyDatabase {
  let opened: Promise<Database> | null = null;
  return {
    open: () => {
      opened ??= adapter.open(target.credentials, { ...options, applicationName: 'tsdbt' }).catch((error) => {
        opened = null;
        throw error;
      });
      return opened;
    },
    close: async () => {
      try {
        await (await opened)?.close();
      } catch {
        // It never opened, or is gone already: there is nothing left to close.
      }
    },
  };
}
