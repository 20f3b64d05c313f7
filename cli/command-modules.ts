/**
 * The module that runs each command, loaded when the command is called, and how far the project is read before. Apart from the
 * command table, so that what reads that table alone carries no commands with it.
 */
import type { CommandLoader } from './command-entry.js';
import type { CommandName } from './command-table.js';

export const commandModules: Readonly<Record<CommandName, CommandLoader>> = {
  build: { needs: 'project', load: async () => (await import('./commands/execute/build.js')).build },
  watch: { needs: 'start', load: async () => (await import('./commands/execute/watch.js')).watch },
  load: { needs: 'project', load: async () => (await import('./commands/execute/load.js')).load },
  seed: { needs: 'project', load: async () => (await import('./commands/execute/seed.js')).seed },
  run: { needs: 'project', load: async () => (await import('./commands/execute/run.js')).run },
  test: { needs: 'project', load: async () => (await import('./commands/execute/test.js')).test },
  retry: { needs: 'start', load: async () => (await import('./commands/execute/retry.js')).retry },
  'run-operation': {
    needs: 'project',
    load: async () => (await import('./commands/execute/run-operation.js')).runOperation,
  },
  plan: { needs: 'project', load: async () => (await import('./commands/inspect/plan.js')).plan },
  compile: { needs: 'project', load: async () => (await import('./commands/inspect/compile.js')).compile },
  show: { needs: 'project', load: async () => (await import('./commands/inspect/show.js')).show },
  diff: { needs: 'project', load: async () => (await import('./commands/inspect/diff.js')).diff },
  ls: { needs: 'project', load: async () => (await import('./commands/inspect/ls.js')).ls },
  report: { needs: 'configuration', load: async () => (await import('./commands/inspect/report.js')).report },
  init: { needs: 'nothing', load: async () => (await import('./commands/project/init.js')).init },
  parse: { needs: 'project', load: async () => (await import('./commands/project/parse.js')).parse },
  debug: { needs: 'nothing', load: async () => (await import('./commands/project/debug.js')).debug },
  deps: { needs: 'configuration', load: async () => (await import('./commands/project/deps.js')).deps },
  clean: { needs: 'configuration', load: async () => (await import('./commands/project/clean.js')).clean },
  completion: { needs: 'nothing', load: async () => (await import('./commands/project/completion.js')).completion },
};
