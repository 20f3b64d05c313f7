#!/usr/bin/env node
/**
 * The bin. Help and version are answered from tables before anything else is loaded; every other command line goes to
 * `runCli`. The only place that ends the process.
 */
import { writeSync } from 'node:fs';
import { type CommandName, commandAliases, commandTable } from './command-table.js';
import type { CliRim } from './invocation/launch.js';

/** The code of a shell for a process that Ctrl-C ended. */
const INTERRUPTED = 130;
/** One press of Ctrl-C may arrive twice: from the terminal, and passed on by npm. */
const SAME_PRESS_MS = 250;
/** dbt's code for what is no result of a node. */
const FAILED = 2;

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
  return runCli(words, { streams: process, env, cwd: process.cwd(), signal: interruption(), onScrubber });
}

async function quickAnswer(words: readonly string[]): Promise<string | null> {
  if (words.some((word) => word === '--version' || word === '-V' || word === '-v')) {
    return (await import('./version.js')).versionText();
  }
  const command = words.find((word) => !word.startsWith('-'));
  const wantsHelp = words.length === 0 || words.includes('--help') || words.includes('-h') || command === 'help';
  if (!wantsHelp) return null;
  const { commandHelp, generalHelp } = await import('./help.js');
  const topic = command === 'help' ? words[words.indexOf('help') + 1] : command;
  return topic !== undefined && isCommand(topic) ? commandHelp(commandAliases[topic] ?? topic) : generalHelp();
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
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => controller.abort());
  return controller.signal;
}
