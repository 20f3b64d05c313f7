/** `deps`: says which packages the project uses and where they lie. Local packages are used in place. */
import type { LocatedProject } from '../../../core/index.js';
import type { ExitCode } from '../../command-entry.js';
import type { Invocation } from '../../invocation/invocation.js';

/** By now every package was found and read; a missing one stopped the command before. */
export async function deps({ reporter }: Invocation, { config }: LocatedProject): Promise<ExitCode> {
  if (config.packages.length === 0) reporter.info('No packages were found in packages.yml');
  for (const { name, version, root } of config.packages) {
    reporter.info(`Using ${[name, version].filter((part) => part !== null).join(' ')} at ${root}`);
  }
  return 0;
}
