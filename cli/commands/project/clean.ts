/** `clean`: deletes the folders of clean-targets, after all of them were found to be safe to delete. */
import { rmSync } from 'node:fs';
import { relative } from 'node:path';
import type { LocatedProject } from '../../../core/index.js';
import type { ExitCode } from '../../command-entry.js';
import type { Invocation } from '../../invocation/invocation.js';
import { checkCleanTarget } from '../../project-files/clean-target.js';

/** Deletes every clean target, or nothing when one of them is refused. */
export async function clean(invocation: Invocation, { config, target }: LocatedProject): Promise<ExitCode> {
  const { reporter } = invocation;
  const sources = Object.values(config.paths).flat();
  const checks = config.cleanTargets.map((path) =>
    checkCleanTarget(path, { root: config.root, sources, databaseFiles: target.credentials.files }),
  );
  const refusals = checks.flatMap((check) => (check.kind === 'refused' ? [check] : []));
  if (refusals.length > 0) {
    reporter.diagnostics(
      refusals.map(({ path, reason }) => ({
        code: 'TSDBT_CLEAN_REFUSED',
        severity: 'error',
        message: `clean does not delete '${path}': ${reason}. Nothing was deleted.`,
        location: config.locate(['clean-targets', config.cleanTargets.indexOf(path)]),
        hint: 'Name folders of built files inside the project, such as target, in clean-targets.',
      })),
    );
    return 2;
  }
  for (const check of checks) {
    if (check.kind !== 'clean') continue;
    const shown = relative(config.root, check.path);
    if (!check.exists) {
      reporter.info(`Nothing at ${shown}`);
      continue;
    }
    rmSync(check.path, { recursive: true, force: true });
    reporter.info(`Deleted ${shown}`);
  }
  return 0;
}
