/** Reads the configuration and the project of an invocation, and says what they have to say. */
import { isAbsolute, join } from 'node:path';
import {
  connectionSecrets,
  createWarningPolicy,
  type Diagnostic,
  findMistakes,
  hasErrors,
  type LocatedProject,
  loadKeptProject,
  loadProject,
  locateProject,
  type Project,
  type ReadableProject,
  unknownWarningNames,
  writeCompletionIndex,
} from '../../core/index.js';
import type { FlagKey, RawValue } from '../flags/flag-table.js';
import { readMapping } from '../flags/read-mapping.js';
import { resolveFlags } from '../flags/resolve-flags.js';
import { foundLine } from '../reporter/lines/found-line.js';
import { buildFacts } from './facts.js';
import type { Invocation } from './invocation.js';
import { type Launch, openLaunchReporter } from './launch.js';
import { locateRequest } from './locate-request.js';

interface Start {
  readonly launch: Launch;
  readonly raw: ReadonlyMap<FlagKey, RawValue>;
  /** Whether the command works with all files of the project, so that the mistakes of all of them count. */
  readonly needsProject: boolean;
  /** The log file is open already, and what is said once has been said. */
  readonly isAgain?: boolean;
}

/** Locates the project and gives the invocation anew, with the project's flags; null when that failed and was said. */
export async function readConfiguration(
  invocation: Invocation,
  { launch, raw, needsProject, isAgain = false }: Start,
): Promise<{ readonly invocation: Invocation; readonly located: LocatedProject } | null> {
  const { value: located, readable, diagnostics } = await locateProject(locateRequest(invocation));
  if (located === null) {
    const others = needsProject && readable !== null ? await mistakesOf(invocation, readable) : [];
    invocation.reporter.diagnostics(createWarningPolicy(invocation.flags)([...diagnostics, ...others]));
    return null;
  }
  launch.output.setConnection(connectionSecrets(located.target));
  const { env } = invocation.facts;
  const resolved = resolveFlags({ raw, env, project: located.config.flags, readMapping });
  const reporter = openLaunchReporter(launch, {
    flags: resolved.value,
    env,
    root: located.config.root,
    config: located.config,
    target: located.target,
    invocationId: invocation.facts.id,
  });
  const configured: Invocation = {
    ...invocation,
    flags: resolved.value.values,
    origin: resolved.value.origin,
    facts: {
      ...buildFacts({ command: invocation.command, flags: resolved.value, env, now: new Date() }),
      id: invocation.facts.id,
      startedAt: invocation.facts.startedAt,
    },
    reporter,
  };
  if (!isAgain) openLog(configured, located, launch);
  const policy = createWarningPolicy(configured.flags);
  const all = policy([...diagnostics, ...resolved.diagnostics, ...unknownWarningNames(configured.flags)]);
  reporter.diagnostics(all);
  if (hasErrors(all)) {
    const readable = { ...located, unknownNames: [], hasUnsureConfigs: false };
    if (needsProject) reporter.diagnostics(policy(await mistakesOf(configured, readable)));
    return null;
  }
  if (!isAgain) sayDefaultDatabase(configured, located);
  return { invocation: configured, located };
}

function mistakesOf({ facts, adapters, flags }: Invocation, readable: ReadableProject): Promise<readonly Diagnostic[]> {
  return findMistakes({ readable, invocation: facts, adapters, inlineSql: flags.inline, sink: () => {} });
}

function openLog({ flags, reporter, facts }: Invocation, { config }: LocatedProject, { logFile }: Launch): void {
  const folder = isAbsolute(config.logPath) ? config.logPath : join(config.root, config.logPath);
  logFile.write(`\n${'='.repeat(30)} ${facts.startedAt} | ${facts.id} ${'='.repeat(30)}`);
  const problem = logFile.open(folder, flags.logFileMaxBytes ?? 0);
  if (problem === null) return;
  const diagnostic: Diagnostic = {
    code: 'TSDBT_FILE_ACCESS',
    severity: 'warning',
    message: `There is no log file: ${problem}.`,
    hint: '--log-path names another folder.',
  };
  reporter.diagnostics([diagnostic]);
}

function sayDefaultDatabase({ output, flags }: Invocation, { target }: LocatedProject): void {
  if (target.profilesFile !== null || flags.quiet) return;
  output.notice(`No profile found: using SQLite at ${target.credentials.files[0] ?? target.credentials.describe}\n`);
}

/** Loads the whole project; null when it has errors, which have been said. */
export async function readProject(invocation: Invocation, located: LocatedProject): Promise<Project | null> {
  const { reporter, facts, adapters, flags, output } = invocation;
  const request = { located, invocation: facts, adapters, inlineSql: flags.inline, sink: reporter.sink };
  const isForNodes = invocation.command !== 'parse';
  const keeping = { scrub: output.scrub, note: reporter.debug, isWritten: flags.writeJson, isForNodes };
  const load = flags.partialParse ? loadKeptProject(request, keeping) : loadProject(request);
  const { value: project, diagnostics } = await load;
  const all = createWarningPolicy(flags)(diagnostics);
  reporter.diagnostics(all);
  if (project === null || hasErrors(all)) return null;
  if (flags.writeJson) await writeCompletionIndex(project, invocation.output.scrub);
  const line = foundLine(project.counts);
  if (invocation.command === 'ls') reporter.debug(line);
  else reporter.info(line);
  return project;
}
