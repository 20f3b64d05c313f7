/** Which help a command line asks for, and the screen that it is written for. */
import { type CommandName, commandAliases, commandTable } from '../command-table.js';
import { chooseStyle } from '../reporter/text/style.js';
import { commandHelp } from './command-help.js';
import { generalHelp, type HelpScreen } from './general-help.js';

/** Lines that a person can follow are not as long as a wide screen. */
const WIDEST_HELP = 100;
const NARROWEST_HELP = 40;

/** What the help is written to. */
export interface Terminal {
  /** Null when it is no terminal. */
  readonly columns: number | null;
  readonly isTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The help that is asked for; null for help on what is no command, which is a mistake of usage. */
export function answerHelp(words: readonly string[], terminal: Terminal): string | null {
  const [first, second] = words.filter((word) => !word.startsWith('-'));
  const isHelpCommand = first === 'help';
  const topic = isHelpCommand ? second : first;
  const screen = helpScreen(words, terminal);
  if (topic !== undefined && isCommand(topic)) return commandHelp(commandAliases[topic] ?? topic, screen);
  return isHelpCommand && topic !== undefined ? null : generalHelp(screen);
}

function helpScreen(words: readonly string[], { columns, isTerminal, env }: Terminal): HelpScreen {
  const flag = words.includes('--no-use-colors') ? false : words.includes('--use-colors') ? true : null;
  const width = Math.max(NARROWEST_HELP, Math.min(WIDEST_HELP, columns || WIDEST_HELP));
  return { width, style: chooseStyle({ flag, env, isTerminal }) };
}

function isCommand(word: string): word is CommandName {
  return Object.hasOwn(commandTable, word) || Object.hasOwn(commandAliases, word);
}
