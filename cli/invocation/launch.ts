/** What one start of the program holds from its first moment: the process as data, and the ways out. */
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { hideSecretValues, type InvocationFacts } from '../../core/index.js';
import type { Output } from '../output.js';
import { listenForActions } from '../reporter/github/listen.js';
import type { RunRecorder } from '../reporter/github/run-recorder.js';
import type { JunitRecorder } from '../reporter/junit/junit-recorder.js';
import type { LogFile } from '../reporter/log-file.js';
import { openReporter, type Screen } from '../reporter/open-reporter.js';
import type { Reporter } from '../reporter/reporter.js';
import type { ReporterFacts } from '../reporter/reporter-facts.js';
import type { KeyStream } from '../watch/keys/key-input.js';
import { showCommand } from './show-command.js';

export interface CliRim {
  readonly streams: {
    readonly stdout: Writable & Screen;
    readonly stderr: Writable & Screen;
    readonly pid: number;
    /** The keyboard, when the program is started at a terminal. */
    readonly stdin?: KeyStream;
  };
  readonly env: InvocationFacts['env'];
  readonly cwd: string;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Given the function that hides secrets, for what is said outside of the invocation. */
  readonly onScrubber: (scrub: (text: string) => string) => void;
  /** Given what is still to be done when the process ends at once, which may only write. */
  readonly onExit: (work: () => void) => void;
}

export interface Launch {
  readonly rim: CliRim;
  readonly output: Output;
  readonly logFile: LogFile;
  readonly isDataAnswer: boolean;
  /** Listens to what a command says that takes `--junit`; null for the others. */
  readonly junit: JunitRecorder | null;
  readonly recorder: RunRecorder;
  /** The output that lets commands of GitHub's runner through. */
  readonly screen: Output;
}

/** Opens the reporter with what is known so far; it is opened again once the project's own flags are read. */
export function openLaunchReporter(launch: Launch, facts: ReporterFacts): Reporter {
  const { rim, output, logFile, isDataAnswer, junit } = launch;
  const { stdout, stderr, pid } = rim.streams;
  const { inline } = facts.flags.values;
  const opened = openReporter(facts.flags, {
    rim: {
      output,
      logFile,
      invocationId: facts.invocationId,
      processId: pid,
      now: () => new Date(),
      readSource: (file) => {
        const text = readSource(file, { root: facts.root, inline });
        return text === null ? null : output.scrub(text);
      },
      showCommand: showCommand(facts.flags, facts.env),
      targetName: () => facts.target?.targetName ?? '',
      resultPlace: () => facts.target?.credentials.describe ?? '',
    },
    screen: isDataAnswer ? stderr : stdout,
    stderr,
    env: facts.env,
    isDataAnswer,
  });
  const reporter = listenForActions(opened, launch, facts);
  return junit === null ? reporter : junit.listen(reporter, junitFile(facts, rim.cwd));
}

/** What is typed is relative to where it is typed, what the project says to the project. */
function junitFile({ flags, root }: ReporterFacts, cwd: string): string | null {
  const { junit } = flags.values;
  return junit === null ? null : resolve(flags.origin('junit') === 'project' ? root : cwd, junit);
}

/** The name of `--inline` in locations. */
const INLINE_FILE = '--inline';

/** The text of a frame loses its secrets before it is cut to the screen; of profiles.yml also those of other targets. */
function readSource(file: string, { root, inline }: { readonly root: string; readonly inline: string | null }) {
  if (file === INLINE_FILE) return inline;
  const text = readText(resolve(root, file));
  return text !== null && HOLDS_SECRETS.has(basename(file)) ? hideSecretValues(text) : text;
}

const HOLDS_SECRETS = new Set(['profiles.yml', 'packages.yml', 'dependencies.yml']);

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
