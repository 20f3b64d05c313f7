/** The database of a watch: one for all builds, made anew when the profile means another one; says when it was lost. */
import { openRunDatabase, type Project, type RunDatabase } from '../../../core/index.js';
import type { Reporter } from '../../reporter/reporter.js';

export interface KeptDatabase {
  /** The database of a connection; the one of an earlier connection is closed. */
  readonly of: (project: Project, connection: string) => Promise<RunDatabase>;
  /** Why it was lost since the last question; null when it was not. */
  readonly takeLoss: () => string | null;
  readonly close: () => Promise<void>;
}

/** Nothing is opened before it is asked for. */
export function keepDatabase(reporter: () => Reporter, threads: () => number | null): KeptDatabase {
  let kept: { readonly connection: string; readonly database: RunDatabase } | null = null;
  let loss: string | null = null;
  return {
    of: async (project, connection) => {
      if (kept !== null && kept.connection !== connection) {
        await kept.database.close();
        kept = null;
        loss = null;
      }
      if (kept === null) {
        const database = await openRunDatabase(project, {
          threads: threads() ?? project.target.credentials.threads,
          onWarning: (warning) =>
            reporter().diagnostics([{ code: 'TSDBT_DATABASE_PLACE', severity: 'warning', ...warning }]),
          onLost: (reason) => {
            loss ??= reason;
          },
        });
        kept = { connection, database };
      }
      return kept.database;
    },
    takeLoss: () => {
      const reason = loss;
      loss = null;
      return reason;
    },
    close: async () => kept?.database.close(),
  };
}
