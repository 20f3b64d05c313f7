/** Runs a whole process and says what it took. A process that fails ends the benchmark: its time would mean nothing. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { median } from '../figures.js';

export interface ProcessCost {
  /** Milliseconds from its start to its end. */
  readonly wall: number;
  /** Milliseconds of processor time, without its children. */
  readonly cpu: number;
  /** Bytes of its largest resident memory, without its children. */
  readonly memory: number;
}

export interface Measured {
  readonly cwd?: string;
  /** How often; the middle counts. Default: 3. */
  readonly times?: number;
  /** Before each time, not counted. */
  readonly before?: () => void;
  readonly env?: NodeJS.ProcessEnv;
}

const USAGE = pathToFileURL(join(import.meta.dirname, 'report-usage.mjs')).href;

/** The environment of everything that is measured: extra certificates make each start of Node 20 slower by half. */
function benchEnvironment(): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _certificates, ...env } = process.env;
  return { ...env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' };
}

/** A script of Node with its arguments: wall clock, processor time and memory, each the middle of its sample. */
export function measureNode(words: readonly string[], options: Measured = {}): ProcessCost {
  const costs = repeat(options, () => {
    const started = performance.now();
    const child = spawnSync(process.execPath, ['--import', USAGE, ...words], {
      ...placeOf(options),
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    const wall = performance.now() - started;
    checkSuccess(child, words);
    return { wall, ...(JSON.parse(String(child.output[3])) as Omit<ProcessCost, 'wall'>) };
  });
  const middle = (key: keyof ProcessCost) => median(costs.map((cost) => cost[key]));
  return { wall: middle('wall'), cpu: middle('cpu'), memory: Math.max(...costs.map(({ memory }) => memory)) };
}

/** Any program: the middle of its wall clock times in milliseconds. */
export function measureProgram(program: string, words: readonly string[], options: Measured = {}): number {
  return median(
    repeat(options, () => {
      const started = performance.now();
      const child = spawnSync(program, words, { ...placeOf(options), stdio: ['ignore', 'pipe', 'pipe'] });
      const wall = performance.now() - started;
      checkSuccess(child, [program, ...words]);
      return wall;
    }),
  );
}

function repeat<T>({ times = 3, before }: Measured, once: () => T): T[] {
  return Array.from({ length: times }, () => {
    before?.();
    return once();
  });
}

function placeOf({ cwd, env }: Measured) {
  return { env: { ...benchEnvironment(), ...env }, maxBuffer: 1024 ** 3, ...(cwd === undefined ? {} : { cwd }) };
}

function checkSuccess(child: ReturnType<typeof spawnSync>, words: readonly string[]): void {
  if (child.status === 0) return;
  const said = `${child.stdout}${child.stderr}`.slice(-4000);
  throw new Error(`${words.join(' ')} ended with ${child.status ?? child.signal}:\n${said}`);
}
