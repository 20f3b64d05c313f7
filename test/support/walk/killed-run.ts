/** A run in a process of its own that a fault kills: started by `runKilled`, it waits for one run and never answers. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runBuilt } from './built.js';
import { faultWatch } from './faults.js';
import type { RunSettings } from './model.js';
import type { Fault } from './steps.js';

interface KilledRun {
  readonly folder: string;
  readonly settings: RunSettings;
  readonly fault: Fault;
}

/** Processes that have loaded the program and wait for a run, so that a walk does not wait for them to start. */
export interface KilledRuns {
  /** Runs until the fault, or to the end when the run has fewer statements. */
  run(request: KilledRun): Promise<void>;
  close(): void;
}

interface Ready {
  readonly child: ChildProcess;
  /** The signal that ended it, or null when it ended by itself. */
  readonly ended: Promise<NodeJS.Signals | null>;
}

/** Keeps one process ready. */
export function killedRuns(): KilledRuns {
  let ready = startRunner();
  return {
    run: async (request) => {
      const { child, ended } = ready;
      ready = startRunner();
      child.send(request);
      const signal = await ended;
      if (signal === null && child.exitCode !== 0) throw new Error('The run that was to be killed failed by itself.');
    },
    close: () => void ready.child.kill('SIGKILL'),
  };
}

function startRunner(): Ready {
  const child = fork(fileURLToPath(import.meta.url), ['run'], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
  return { child, ended };
}

if (process.argv[2] === 'run' && process.send !== undefined) {
  process.once('message', async ({ folder, settings, fault }: KilledRun) => {
    await runBuilt(folder, { settings, watch: faultWatch(fault, () => {}) });
    process.exit(0);
  });
}
