/** `debug`: versions, where the configuration was found, whether it is valid, and whether the database answers. */
import {
  connectionSecrets,
  type Diagnostic,
  hasErrors,
  jsonText,
  type LocatedProject,
  locateProject,
  testConnection,
} from '../../../core/index.js';
import { diagnosticsOf } from '../../caught-error.js';
import type { ExitCode } from '../../command-entry.js';
import type { Invocation } from '../../invocation/invocation.js';
import { locateRequest } from '../../invocation/locate-request.js';
import { toolVersion } from '../../version.js';

/** Checks in order; the connection is tried only when the configuration is valid. */
export async function debug(invocation: Invocation): Promise<ExitCode> {
  const { reporter, flags, output } = invocation;
  if (!flags.connection) sayVersions(invocation);
  const { value: located, diagnostics } = await locateSafely(invocation);
  if (located !== null) output.setConnection(connectionSecrets(located.target));
  if (!flags.connection) sayConfiguration(invocation, located, diagnostics);
  reporter.diagnostics(diagnostics);
  if (located === null || hasErrors(diagnostics)) {
    reporter.info('1 check failed');
    return 1;
  }
  const { credentials } = located.target;
  reporter.info('Connection:');
  for (const [key, value] of Object.entries(credentials.publicFields)) {
    if (value !== null) reporter.info(`  ${key}: ${typeof value === 'object' ? jsonText(value) : value}`);
  }
  const tested = await testConnection(located, invocation.adapters);
  if (tested.diagnostics.length > 0) {
    reporter.info('  Connection test: [ERROR]');
    reporter.diagnostics(tested.diagnostics);
    reporter.info('1 check failed');
    return 1;
  }
  reporter.info(`  Connection test: [OK connection ok] ${tested.value}`);
  reporter.gap();
  reporter.info('All checks passed!');
  return 0;
}

async function locateSafely(
  invocation: Invocation,
): Promise<{ readonly value: LocatedProject | null; readonly diagnostics: readonly Diagnostic[] }> {
  try {
    return await locateProject(locateRequest(invocation));
  } catch (error) {
    return { value: null, diagnostics: diagnosticsOf(error) };
  }
}

function sayVersions({ reporter }: Invocation): void {
  reporter.info(`tsdbt version: ${toolVersion()}`);
  reporter.info(`node version: ${process.versions.node}`);
  reporter.info(`node path: ${process.execPath}`);
  reporter.info(`os info: ${process.platform} ${process.arch}`);
}

function sayConfiguration(
  { reporter }: Invocation,
  located: LocatedProject | null,
  diagnostics: readonly Diagnostic[],
): void {
  const state = hasErrors(diagnostics) ? '[ERROR invalid]' : '[OK found and valid]';
  if (located !== null) {
    const { config, target } = located;
    reporter.info(`Using dbt_project.yml file at ${config.root}/${config.file}`);
    reporter.info(
      target.profilesFile === null ? 'No profile found' : `Using profiles.yml file at ${target.profilesFile}`,
    );
    reporter.info(`adapter type: ${target.credentials.type}`);
  }
  reporter.info('Configuration:');
  reporter.info(`  project and profile ${state}`);
}
