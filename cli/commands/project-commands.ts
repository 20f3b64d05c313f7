/** Commands about the project itself and its surroundings. Literal; nothing here imports a command. */
import type { CommandEntry } from '../command-entry.js';
import { shells } from '../completion/shells.js';

export const projectCommands = {
  init: {
    summary: 'Start a project from a template',
    group: 'project',
    examples: [
      ['tsdbt init shop', 'A project in the new folder shop'],
      ['tsdbt init', 'In the current folder, which must be empty'],
      ['tsdbt init --template starter shop', 'From the template starter'],
    ],
    positionals: [{ name: 'dir', isRequired: false }],
    flags: ['template'],
    answer: 'report',
  },
  parse: {
    summary: 'Check the project and write manifest.json',
    group: 'project',
    examples: [
      ['tsdbt parse', 'Look for mistakes in all files, without a database'],
      ['tsdbt parse --warn-error', 'Warnings count as mistakes too'],
      ['tsdbt parse --verify-cache', 'Look whether the parse cache gives what parsing every file gives'],
    ],
    positionals: [],
    flags: ['verifyCache'],
    answer: 'report',
  },
  debug: {
    summary: 'Show the configuration and test the connection',
    group: 'project',
    examples: [
      ['tsdbt debug', 'Which files, profile and target are used, and whether the database answers'],
      ['tsdbt debug --connection --target prod', 'The connection alone, of another target'],
    ],
    positionals: [],
    flags: ['connection'],
    answer: 'report',
  },
  deps: {
    summary: 'Check the packages of the project',
    group: 'project',
    examples: [
      ['tsdbt deps', 'Check packages.yml'],
      ['tsdbt deps --project-dir shop', 'Of a project in another folder'],
    ],
    positionals: [],
    flags: [],
    answer: 'report',
  },
  clean: {
    summary: 'Delete the folders of clean-targets',
    group: 'project',
    examples: [
      ['tsdbt clean', 'Delete target and the other clean-targets'],
      ['tsdbt clean --project-dir shop', 'Of a project in another folder'],
    ],
    positionals: [],
    flags: [],
    answer: 'report',
  },
  completion: {
    summary: 'Print the script with which a shell completes command lines',
    group: 'project',
    examples: [
      ['tsdbt completion bash', 'For bash; the script says where it belongs'],
      ['tsdbt completion zsh', 'For zsh'],
      ['tsdbt completion fish', 'For fish'],
    ],
    positionals: [{ name: 'shell', isRequired: true, choices: shells }],
    flags: [],
    answer: 'data',
  },
} as const satisfies Record<string, CommandEntry>;
