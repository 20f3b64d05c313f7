/**
 * How much code common commands execute, as counts of executed blocks: figures that tell a step back from a busy machine. Two
 * sizes of project show what grows faster than the project.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type GeneratedProject, generateProject } from '../generate-project.js';

const COUNTER = pathToFileURL(join(import.meta.dirname, 'count-work.mjs')).href;

/** Models of the project whose figures are stored. */
export const STORED_SIZE = 120;

interface Case {
  readonly name: string;
  readonly words: readonly string[];
  readonly before?: (folder: string, project: GeneratedProject) => void;
}

/** In this order, in one folder: what one leaves is what the next one finds. */
const cases: readonly Case[] = [
  { name: 'parse, cold', words: ['parse'], before: forget },
  { name: 'parse, nothing changed', words: ['parse'] },
  { name: 'parse, one edit', words: ['parse'], before: edit },
  { name: 'ls', words: ['ls', '--select', '+tag:none+'] },
  { name: 'compile', words: ['compile'] },
  { name: 'run, new views', words: ['run'] },
  { name: 'run, once more', words: ['run'] },
  { name: 'test', words: ['test'] },
];

/** Blocks that each case executes in a project of so many models. */
export function measureWork(bin: string, size: number): Readonly<Record<string, number>> {
  const cwd = mkdtempSync(join(tmpdir(), 'tsdbt-work-'));
  try {
    const project = generateProject(cwd, size);
    return Object.fromEntries(
      cases.map(({ name, words, before }) => {
        before?.(cwd, project);
        return [name, countWork([bin, ...words, '--quiet'], cwd)];
      }),
    );
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

function countWork(words: readonly string[], cwd: string): number {
  const child = spawnSync(process.execPath, ['--import', COUNTER, ...words], {
    cwd,
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  if (child.status !== 0)
    throw new Error(`${words.join(' ')} ended with ${child.status}: ${child.stdout}${child.stderr}`);
  return Number(child.output[3]);
}

function forget(folder: string): void {
  rmSync(join(folder, 'target'), { recursive: true, force: true });
}

function edit(folder: string, { leaf }: GeneratedProject): void {
  appendFileSync(join(folder, leaf.path), '-- edited\n');
}
