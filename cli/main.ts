#!/usr/bin/env node
/**
 * The bin. Help and version are answered before anything else is loaded, so it imports nothing of the program by itself; every
 * other command line goes to `runCli`. The only place that ends the process.
 */
import { fstatSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Terminal } from './help/answer-help.js';
import type { CliRim } from './invocation/launch.js';

const STDOUT = 1;
/** The code of a shell for a process that Ctrl-C ended. */
const INTERRUPTED = 130;
/** One press of Ctrl-C may arrive twice: from the terminal, and passed on by npm. */
const SAME_PRESS_MS = 250;
/** dbt's code for what is no result of a node. */
const FAILED = 2;

main(process.argv.slice(2), sayLastWords()).then((code) => process.exit(code));

/** What no command has caught: one message without secrets, and the stack only for those who ask for it. */
function sayLastWords(): (scrub: (text: string) => string) => void {
  let scrub = (text: string) => text;
  process.on('uncaughtException', (error) => {
    const isDebug = process.argv.includes('--debug') || process.argv.includes('-d');
    const text = isDebug
      ? (error.stack ?? error.message)
      : `${error.message}\nPlease report it; --debug says where it came from.`;
    writeSync(process.stderr.fd, `tsdbt failed by a mistake of its own: ${scrub(text)}\n`);
    process.exit(FAILED);
  });
  return (known) => {
    scrub = known;
  };
}

async function main(words: readonly string[], onScrubber: CliRim['onScrubber']): Promise<number> {
  const quick = await quickAnswer(words);
  if (quick !== null) {
    await sayQuickly(quick);
    return 0;
  }
  const { loadProgram } = await import('./program/load-program.js');
  const file = fileURLToPath(new URL('./run-cli.cjs', import.meta.url));
  const { program, keepCode } = loadProgram({ file, command: firstName(words) ?? '', env: process.env });
  const { env } = process;
  const onExit = (work: () => void) => process.on('exit', work);
  const rim: CliRim = {
    streams: process,
    env,
    cwd: process.cwd(),
    signal: interruption(program.readerGone),
    onScrubber,
    onExit,
  };
  // Help on what is no command says what one says of such a word.
  const code = await program.runCli(words[0] === 'help' ? words.slice(1) : words, rim);
  if (code !== FAILED) keepCode();
  return code;
}

/** Straight to the descriptor: a stream for it takes as long to make as all else here. A full pipe needs the stream. */
async function sayQuickly(text: string): Promise<void> {
  const bytes = Buffer.from(text);
  let written = 0;
  try {
    written = writeSync(STDOUT, bytes);
    if (written === bytes.length) return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
  }
  await new Promise((resolve) => {
    process.stdout.on('error', resolve);
    process.stdout.write(bytes.subarray(written), resolve);
  });
}

/** What needs neither a project nor a database: one module for each, loaded when it is asked for. */
async function quickAnswer(words: readonly string[]): Promise<string | null> {
  if (words[0] === '__complete') {
    return (await import('./completion/answer-shell.js')).answerShell(words.slice(1), process.cwd(), process.env);
  }
  if (words.some((word) => word === '--version' || word === '-V' || word === '-v')) {
    return (await import('./version.js')).versionText();
  }
  const isHelp = words.length === 0 || words.includes('--help') || words.includes('-h') || firstName(words) === 'help';
  return isHelp ? (await import('./help/answer-help.js')).answerHelp(words, screen()) : null;
}

/** The stream of a terminal knows its width; it is not made for a file or a pipe, as that takes longer than the help itself. */
function screen(): Terminal {
  const isDevice = fstatSync(STDOUT).isCharacterDevice();
  const isTerminal = isDevice && process.stdout.isTTY === true;
  return { columns: isTerminal ? process.stdout.columns : null, isTerminal, env: process.env };
}

function firstName(words: readonly string[]): string | undefined {
  return words.find((word) => !word.startsWith('-'));
}

/**
 * The first signal asks the run to stop; the second one ends the process at once. A terminal or a reader that goes away
 * only asks: nobody is there to see what the run would do, and nobody who is in a hurry.
 */
function interruption(readerGone: unknown): AbortSignal {
  const controller = new AbortController();
  let firstPress: number | null = null;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      firstPress ??= performance.now();
      if (performance.now() - firstPress > SAME_PRESS_MS) process.exit(INTERRUPTED);
      controller.abort();
    });
  }
  process.on('SIGHUP', () => controller.abort());
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => controller.abort(readerGone));
  return controller.signal;
}
