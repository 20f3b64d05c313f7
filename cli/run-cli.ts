/**
 * One command line from words to exit code: flags, configuration, project, command. Every way out passes through
 * `runCli`, so that what was said reaches the screen and the log file.
 */
import { adapters } from '../adapters/index.js';
import { type Diagnostic, hasErrors, readDotEnv, secretVariables, TsdbtError, writeJunit } from '../core/index.js';
import { diagnosticsOf, stackOf } from './caught-error.js';
import type { CommandEntry, CommandLoader, CommandStart, ExitCode } from './command-entry.js';
import { commandModules } from './command-modules.js';
import { commandTable } from './command-table.js';
import { type ParsedWords, parseWords } from './flags/parse-words.js';
import { readMapping } from './flags/read-mapping.js';
import { foreignDiagnostics, resolveFlags } from './flags/resolve-flags.js';
import { buildFacts } from './invocation/facts.js';
import type { Invocation } from './invocation/invocation.js';
import { type CliRim, type Launch, openLaunchReporter } from './invocation/launch.js';
import { readConfiguration, readProject } from './invocation/open-project.js';
import { readerGone, sayWhenStopped, wasStopped } from './invocation/stopping.js';
import { createOutput } from './output.js';
import { isInActions } from './reporter/github/choose-format.js';
import { endRun } from './reporter/github/end-of-run.js';
import { guardedOutput } from './reporter/github/guarded-output.js';
import { createRunRecorder } from './reporter/github/run-recorder.js';
import { createJunitRecorder } from './reporter/junit/junit-recorder.js';
import { diagnosticLines } from './reporter/lines/diagnostic-lines.js';
import { createLogFile } from './reporter/log-file.js';
import { plainStyle } from './reporter/text/style.js';

export { readerGone };

/** Runs one command line; never throws and never ends the process. */
export async function runCli(words: readonly string[], rim: CliRim): Promise<ExitCode> {
  const parsed = parseWords(words);
  const entry: CommandEntry | null = parsed.command === null ? null : commandTable[parsed.command];
  const screen = createOutput(rim.streams, entry?.answer ?? 'report');
  const output = isInActions(rim.env) ? guardedOutput(screen) : screen;
  output.addSecrets(secretVariables(rim.env));
  rim.onScrubber((text) => output.scrub(text));
  rim.onExit(() => output.endLive());
  const onLost = (problem: string) => output.notice(`The log file ends here: ${problem}. The run goes on.\n`);
  const logFile = createLogFile({ scrub: output.scrub, onLost });
  const junit = entry?.flags.includes('junit') === true ? createJunitRecorder(() => performance.now()) : null;
  const launch: Launch = {
    rim,
    output,
    logFile,
    isDataAnswer: entry?.answer === 'data',
    junit,
    recorder: createRunRecorder(),
    screen,
  };
  try {
    return await runParsed(parsed, entry, launch);
  } catch (error) {
    sayPlainly(diagnosticsOf(error), launch);
    return 2;
  } finally {
    logFile.close();
    await output.flush();
  }
}

async function runParsed(parsed: ParsedWords, entry: CommandEntry | null, launch: Launch): Promise<ExitCode> {
  const { rim, output } = launch;
  const env = await readDotEnv(rim.cwd, rim.env);
  output.addSecrets(secretVariables(env));
  // A command that waits for its end says itself what it stops.
  const waits = parsed.command !== null && commandModules[parsed.command].needs === 'start';
  if (!waits) sayWhenStopped({ signal: rim.signal, output, isDataAnswer: launch.isDataAnswer });
  const resolved = resolveFlags({ raw: parsed.raw, env, project: {}, readMapping });
  const usage = [...parsed.diagnostics, ...resolved.diagnostics, ...foreignDiagnostics(parsed.foreign, env)];
  if (hasErrors(usage) || entry === null || parsed.command === null) {
    sayPlainly(usage.length > 0 ? usage : [noCommand], launch);
    return 2;
  }
  const flags = resolved.value;
  const reporter = openLaunchReporter(launch, {
    flags,
    env,
    root: rim.cwd,
    config: null,
    target: null,
    invocationId: '',
  });
  const invocation: Invocation = {
    command: parsed.command,
    positionals: parsed.positionals,
    flags: flags.values,
    origin: flags.origin,
    facts: buildFacts({ command: parsed.command, flags, env, now: new Date() }),
    adapters,
    reporter,
    output,
    signal: rim.signal,
    cwd: rim.cwd,
    processId: rim.streams.pid,
  };
  reporter.diagnostics(usage);
  const code = await runSafely(commandModules[parsed.command], invocation, { launch, raw: parsed.raw });
  await endRun(launch, { command: invocation.command, isRun: entry.flags.includes('junit'), code });
  return finishJunit(code, invocation, launch);
}

async function runSafely(loader: CommandLoader, invocation: Invocation, context: CommandStart): Promise<ExitCode> {
  const { reporter } = invocation;
  try {
    return await runCommand(loader, invocation, context);
  } catch (error) {
    context.launch.output.endLive();
    reporter.diagnostics(diagnosticsOf(error));
    if (!(error instanceof TsdbtError)) reporter.debug(stackOf(error));
    return 2;
  }
}

/** A service that waits for the file shall not take its absence for success. */
async function finishJunit(code: ExitCode, invocation: Invocation, { junit, output, rim }: Launch): Promise<ExitCode> {
  const heard = junit?.heard() ?? null;
  if (heard === null) return code;
  const { command, facts, reporter } = invocation;
  const run = { ...heard.run, command, startedAt: facts.startedAt };
  const problems = await writeJunit({ path: heard.file, root: rim.cwd }, run, output.scrub);
  reporter.diagnostics(problems);
  return problems.length > 0 ? 2 : code;
}

async function runCommand(loader: CommandLoader, first: Invocation, context: CommandStart): Promise<ExitCode> {
  if (loader.needs === 'nothing') return (await loader.load())(first);
  if (loader.needs === 'start') return (await loader.load())(first, context);
  const configured = await readConfiguration(first, { ...context, needsProject: loader.needs === 'project' });
  if (configured === null) return 2;
  const { invocation, located } = configured;
  if (wasStopped(invocation)) return 2;
  if (loader.needs === 'configuration') return (await loader.load())(invocation, located);
  const project = await readProject(invocation, located);
  if (project === null || wasStopped(invocation)) return 2;
  return (await loader.load())(invocation, project);
}

const noCommand: Diagnostic = {
  code: 'TSDBT_COMMAND_UNKNOWN',
  severity: 'error',
  message: 'The command line names no command.',
  hint: 'tsdbt --help lists the commands.',
};

/** Before there is a reporter: to stderr, as it comes. */
function sayPlainly(diagnostics: readonly Diagnostic[], { output, rim }: Launch): void {
  const context = { style: plainStyle, readSource: () => null, width: rim.streams.stderr.columns ?? 80 };
  for (const diagnostic of diagnostics) output.notice(`${diagnosticLines(diagnostic, context).join('\n')}\n`);
}
