/** `parse`: checks the project and writes manifest.json. */
import { type Project, writeManifest } from '../../../core/index.js';
import type { ExitCode } from '../../command-entry.js';
import type { Invocation } from '../../invocation/invocation.js';

/** By now the project is parsed; what is left is the artifact. */
export async function parse({ flags, output, reporter }: Invocation, project: Project): Promise<ExitCode> {
  if (!flags.writeJson) return 0;
  reporter.info(`Wrote ${await writeManifest(project, output.scrub)}`);
  return 0;
}
