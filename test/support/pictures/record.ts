/** Plays a session on a project of its own with the built tsdbt, and gives the lines that a terminal would show. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');
const bin = process.env.TSDBT_BIN ?? join(root, 'dist/cli/main.cjs');
const DIM = '\u001b[90m';
const RESET = '\u001b[0m';
/** A watch says nothing when it waits: so long is waited for its next word. */
const STILL_MS = 3000;
const LONGEST_MS = 60_000;

export type Step =
  /** A command line; `quietly` leaves it and what it prints out of the picture. */
  | { readonly kind: 'run'; readonly line: string; readonly quietly?: boolean; readonly shorten?: Shortening }
  /** `npm install tsdbt` in the project, which nobody needs to see. */
  | { readonly kind: 'install' }
  /** A text in a file becomes another one, as a person would change it in an editor. */
  | {
      readonly kind: 'edit';
      readonly file: string;
      readonly from: string;
      readonly to: string;
      readonly quietly?: boolean;
    }
  /** A command that goes on until it is ended, with what is done meanwhile. */
  | { readonly kind: 'watch'; readonly line: string; readonly edits: readonly (Step & { kind: 'edit' })[] };

type Shortening = (lines: readonly string[]) => string[];

export interface Session {
  readonly title: string;
  readonly template: string;
  readonly steps: readonly Step[];
}

/** The lines of a session, with the prompts. */
export async function record({ template, steps }: Session): Promise<string[]> {
  const home = mkdtempSync(join(tmpdir(), 'tsdbt-picture-'));
  const project = join(home, 'shop');
  cpSync(join(root, 'project-template', template), project, { recursive: true });
  const commands = join(home, '.bin');
  mkdirSync(commands);
  writeFileSync(join(commands, 'tsdbt'), `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`, { mode: 0o755 });
  // As a person's shell has it: not GitHub's, and not that of npm, which would make `npx tsdbt` of hints.
  const own = Object.entries(process.env).filter(([name]) => !/^(GITHUB_ACTIONS|NO_COLOR|npm_.*)$/.test(name));
  const env: NodeJS.ProcessEnv = Object.fromEntries(own);
  const place = { cwd: project, env: { ...env, CI: '1', FORCE_COLOR: '1', PATH: `${commands}:${env.PATH ?? ''}` } };
  try {
    const lines: string[] = [];
    for (const step of steps) lines.push(...(await play(step, place)), '');
    return lines
      .slice(0, -1)
      .map((line) => line.replaceAll(home, '~'))
      .filter(isNew);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

interface Place {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

async function play(step: Step, place: Place): Promise<string[]> {
  if (step.kind === 'edit') return edit(step, place.cwd);
  if (step.kind === 'watch') return watch(step, place);
  if (step.kind === 'install') return install(place.cwd);
  const ended = spawnSync('sh', ['-c', `${step.line} 2>&1`], { ...place, encoding: 'utf8' });
  if (ended.status === null || ended.status > 1)
    throw new Error(`${step.line} ended with ${ended.status}: ${ended.stdout}`);
  if (step.quietly) return [];
  const lines = ended.stdout.trimEnd().split('\n');
  return [`$ ${step.line}`, ...(step.shorten?.(lines) ?? lines)];
}

function install(folder: string): string[] {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/tsdbt'));
  return [];
}

function edit({ file, from, to, quietly }: Step & { kind: 'edit' }, folder: string): string[] {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  const before = readFileSync(path, 'utf8');
  if (!before.includes(from)) throw new Error(`${file} holds no '${from}'`);
  writeFileSync(path, before.replace(from, to));
  return quietly ? [] : [`${DIM}# in ${file}: ${from} -> ${to}${RESET}`];
}

/** Each edit waits until nothing has been said for a while. */
async function watch({ line, edits }: Step & { kind: 'watch' }, place: Place): Promise<string[]> {
  const child = spawn('sh', ['-c', `exec ${line} 2>&1`], { ...place, stdio: ['ignore', 'pipe', 'inherit'] });
  let [text, saidAt] = ['', performance.now()];
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    saidAt = performance.now();
  });
  const began = performance.now();
  const still = async () => {
    const known = text.length;
    while (text.length === known || performance.now() - saidAt < STILL_MS) {
      if (performance.now() - began > LONGEST_MS) throw new Error(`${line} said nothing more: ${text}`);
      await new Promise((done) => setTimeout(done, 100));
    }
  };
  await still();
  for (const step of edits) {
    text += `\n${edit(step, place.cwd)[0]}\n`;
    await still();
  }
  const ended = new Promise((done) => child.on('close', done));
  child.kill('SIGINT');
  const shown = text;
  await ended;
  return [`$ ${line}`, ...shown.trimEnd().split('\n')];
}

/** One empty line in a row is enough. */
function isNew(line: string, index: number, lines: readonly string[]): boolean {
  return line !== '' || lines[index - 1] !== '';
}
