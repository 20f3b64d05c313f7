/** Runs the built program on projects in temporary folders, as a user would, and keeps both streams apart. */
import { spawn, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { isQuickAnswer, runInProcess } from './in-process.js';

export const root = resolve(import.meta.dirname, '../..');
/** The bin of `npm run build`, or another one, so that a build that goes on does not pull it away. */
export const bin = process.env.TSDBT_BIN ?? join(root, 'dist/cli/main.cjs');

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Runs as a user without rights of its own, so that permissions count even where tests run as root. */
  readonly asNobody?: boolean;
  /** For tests of what the process itself does. */
  readonly isOwnProcess?: boolean;
  /** Called with each piece of output; for tests that answer with a signal. */
  readonly onOutput?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

const NOBODY = 65534;

/** Whether `asNobody` can work: where tests run as root from a private folder, nobody else can read the program. */
export function canRunAsNobody(): boolean {
  if (process.getuid?.() !== 0) return process.getuid !== undefined;
  const script = `require('node:fs').accessSync(${JSON.stringify(bin)})`;
  return spawnSync(process.execPath, ['-e', script], { uid: NOBODY, gid: NOBODY }).status === 0;
}

/**
 * Runs one command line to its end: in this process, or in one of its own where that is asked for or needed. The
 * environment is empty but for PATH, a home folder and what the test gives.
 */
export function tsdbt(args: readonly string[], options: CliOptions): Promise<CliResult> {
  const { cwd, asNobody = false, onOutput } = options;
  const isAboutProcess = asNobody || onOutput !== undefined || options.env?.NODE_OPTIONS !== undefined;
  const isOwnProcess = options.isOwnProcess ?? isAboutProcess;
  const env = { PATH: process.env.PATH, HOME: join(cwd, '..', 'no-home'), ...options.env };
  if (!isOwnProcess && !isQuickAnswer(args)) return runInProcess(args, { bin, cwd, env });
  return runProcess(args, { ...options, env });
}

function runProcess(
  args: readonly string[],
  { cwd, env, asNobody, onOutput }: Omit<CliOptions, 'env'> & { readonly env: NodeJS.ProcessEnv },
): Promise<CliResult> {
  const child = spawn(process.execPath, [bin, ...args], {
    ...{ cwd, env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(asNobody && process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  const kill = (signal: NodeJS.Signals) => child.kill(signal);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    onOutput?.(text, kill);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onOutput?.(text, kill);
  });
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done({ code, stdout, stderr }));
  });
}

/** A temporary folder that goes away with the test. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tsdbt-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A project called `shop` on the default SQLite file, with these files. */
export function tempProject(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = join(tempFolder(), 'shop');
  writeFiles(folder, { 'dbt_project.yml': 'name: shop\nversion: "1.0"\nconfig-version: 2\n', ...files });
  return folder;
}

/** A temporary folder with these files; its path holds no symbolic link. */
export function filesIn(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = realpathSync(tempFolder());
  writeFiles(folder, files);
  return folder;
}

/** Writes files below a folder, making the folders between. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}

/** Every file below a folder with its content, to prove that nothing changed. */
export function snapshotOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    files
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name), 'latin1')]),
  );
}

/** The report without the clock in front of its lines. */
export function withoutTimes(text: string): string {
  return text.replaceAll(/^(\d\d:\d\d:\d\d| {8}) {2}/gm, '');
}
