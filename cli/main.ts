#!/usr/bin/env node
/**
 * The bin. Help and version are answered from tables before anything else is loaded; every other command line goes to
 * `runCli`. The only place that ends the process.
 */
import { writeSync } from 'node:fs';
import { type CommandName, commandAliases, commandTable } from './command-table.js';
import type { HelpScreen } from './help/general-help.js';
import type { CliRim } from './invocation/launch.js';
import { readerGone } from './invocation/stopping.js';
import { chooseStyle } from './reporter/text/style.js';

/** The code of a shell for a process that Ctrl-C ended. */
const INTERRUPTED = 130;
/** One press of Ctrl-C may arrive twice: from the terminal, and passed on by npm. */
const SAME_PRESS_MS = 250;
/** dbt's code for what is no result of a node. */
const FAILED = 2;
/** Lines that a person can follow are not as long as a wide screen. */
const WIDEST_HELP = 100;
const NARROWEST_HELP = 40;

process.exit(await main(process.argv.slice(2), sayLastWords()));

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
    await new Promise((resolve) => {
      process.stdout.on('error', resolve);
      process.stdout.write(quick, resolve);
    });
    return 0;
  }
  const { runCli } = await import('./run-cli.js');
  const { env } = process;
  const onExit = (work: () => void) => process.on('exit', work);
  const rim: CliRim = { streams: process, env, cwd: process.cwd(), signal: interruption(), onScrubber, onExit };
  // Help on what is no command says what one says of such a word.
  return runCli(words[0] === 'help' ? words.slice(1) : words, rim);
}

async function quickAnswer(words: readonly string[]): Promise<string | null> {
  if (words[0] === '__complete') {
    return (await import('./completion/answer-shell.js')).answerShell(words.slice(1), process.cwd(), process.env);
  }
  if (words.some((word) => word === '--version' || word === '-V' || word === '-v')) {
    return (await import('./version.js')).versionText();
  }
  const loose = words.filter((word) => !word.startsWith('-'));
  const isHelpCommand = loose[0] === 'help';
  const wantsHelp = words.length === 0 || words.includes('--help') || words.includes('-h') || isHelpCommand;
  if (!wantsHelp) return null;
  const topic = isHelpCommand ? loose[1] : loose[0];
  if (topic !== undefined && isCommand(topic)) {
    return (await import('./help/command-help.js')).commandHelp(commandAliases[topic] ?? topic, helpScreen(words));
  }
  if (isHelpCommand && topic !== undefined) return null;
  return (await import('./help/general-help.js')).generalHelp(helpScreen(words));
}

function helpScreen(words: readonly string[]): HelpScreen {
  const { stdout, env } = process;
  const flag = words.includes('--no-use-colors') ? false : words.includes('--use-colors') ? true : null;
  const width = Math.max(NARROWEST_HELP, Math.min(WIDEST_HELP, stdout.columns || WIDEST_HELP));
  return { width, style: chooseStyle({ flag, env, isTerminal: stdout.isTTY === true }) };
}

function isCommand(word: string): word is CommandName {
  return Object.hasOwn(commandTable, word) || Object.hasOwn(commandAliases, word);
}

/**
 * The first signal asks the run to stop; the second one ends the process at once. A terminal or a reader that goes away
 * only asks: nobody is there to see what the run would do, and nobody who is in a hurry.
 */
function interruption(): AbortSignal {
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
