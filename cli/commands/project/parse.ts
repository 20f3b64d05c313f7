/** `parse`: checks the project and writes manifest.json; `--verify-cache` checks the parse cache. */
import { type Diagnostic, type Project, verifyCache, writeManifest } from '../../../core/index.js';
import type { ExitCode } from '../../command-entry.js';
import type { Invocation } from '../../invocation/invocation.js';

/** By now the project is parsed; what is left is the artifact. */
export async function parse(invocation: Invocation, project: Project): Promise<ExitCode> {
  const { flags, output, reporter } = invocation;
  if (flags.writeJson) reporter.info(`Wrote ${await writeManifest(project, output.scrub)}`);
  return flags.verifyCache ? verify(invocation, project) : 0;
}

async function verify({ facts, adapters, flags, output, reporter }: Invocation, { config, target }: Project) {
  if (!flags.partialParse) {
    reporter.diagnostics([switchedOff]);
    return 2;
  }
  const request = { located: { config, target }, invocation: facts, adapters, inlineSql: null, sink: reporter.sink };
  const keeping = { scrub: output.scrub, note: reporter.debug, isWritten: false };
  const different = await verifyCache(request, keeping);
  if (different.length === 0) {
    reporter.info('The parse cache gives what parsing every file gives.');
    return 0;
  }
  reporter.diagnostics([wrong(different)]);
  return 1;
}

const switchedOff: Diagnostic = {
  code: 'TSDBT_ARGUMENT_INVALID',
  severity: 'error',
  message: '--verify-cache compares the parse cache, which is switched off: there was nothing to compare.',
  hint: 'Leave out --no-partial-parse, or what switches it off: DBT_PARTIAL_PARSE, or partial_parse under flags: in dbt_project.yml.',
};

/** As many as fit into a message. */
const MOST = 20;

function wrong(different: readonly string[]): Diagnostic {
  const more = different.length > MOST ? ` and ${different.length - MOST} more` : '';
  return {
    code: 'TSDBT_PARSE_CACHE_WRONG',
    severity: 'error',
    message: `The parse cache does not give what parsing every file gives: ${different.slice(0, MOST).join(', ')}${more} ${different.length === 1 ? 'differs' : 'differ'}.`,
    hint: 'Please report it. --no-partial-parse goes without the cache, clean deletes it.',
  };
}
