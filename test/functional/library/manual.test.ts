/** The examples of docs/library.md: type-checked as a strict program would be, then run. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { bin, root, writeFiles } from '../../support/cli.js';
import { firstMissingLine, readManualPage } from '../../support/manual.js';

const { steps } = readManualPage(readFileSync(join(root, 'docs/library.md'), 'utf8'));
const files = Object.fromEntries(steps.flatMap((step) => (step.kind === 'file' ? [[step.path, step.text]] : [])));
const commands = steps.flatMap((step) => (step.kind === 'command' ? [step] : []));

/** As strict as a program can be, the types of the package included. */
const tsconfig = {
  compilerOptions: {
    ...{ module: 'nodenext', target: 'es2023', lib: ['es2023'], types: ['node'] },
    ...{ allowJs: true, checkJs: true, noEmit: true, strict: true, skipLibCheck: false },
    ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, verbatimModuleSyntax: true },
  },
  include: ['*.mjs', '*.mts'],
};

/** The starter project with the package installed, as it was built. */
function starter(folder: string): void {
  cpSync(join(root, 'project-template/starter'), folder, { recursive: true });
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, 'tsdbt'), { recursive: true });
  const packageFile = readFileSync(join(root, 'package.json'), 'utf8');
  writeFiles(modules, { 'tsdbt/package.json': packageFile });
  symlinkSync(resolve(bin, '../..'), join(modules, 'tsdbt/dist'));
  for (const name of ['@types', 'pg', 'vitest']) symlinkSync(join(root, 'node_modules', name), join(modules, name));
}

function databaseUrl(): string {
  const { host, port, user, password } = inject('postgres');
  return `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/postgres`;
}

const folder = mkdtempSync(join(tmpdir(), 'tsdbt-library-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
starter(folder);
writeFiles(folder, { ...files, 'package.json': '{ "type": "module" }', 'tsconfig.json': JSON.stringify(tsconfig) });

describe('docs/library.md', () => {
  let outputs: ReadonlyMap<string, string>;

  beforeAll(() => {
    outputs = runAll();
  });

  it('has examples', () => {
    expect(commands.length).toBeGreaterThan(5);
  });

  it('has examples whose types are right', () => {
    const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
    const ended = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
    expect(ended.stdout).toBe('');
    expect(ended.status).toBe(0);
  });

  it.each(commands.map((step) => [step.command, step] as const))('says what `%s` prints', (command, { expected }) => {
    const printed = outputs.get(command) ?? '';
    expect(firstMissingLine(expected, printed), printed).toBeNull();
  });
});

/** Runs the scripts one after the other in one process, which is faster; answers what each printed. */
function runAll(): ReadonlyMap<string, string> {
  const marker = '=== ';
  const names = commands.map(({ command }) => command.replace('node ', ''));
  const lines = names.map((name) => `console.log('${marker}node ${name}'); await import('${join(folder, name)}');`);
  const env = { PATH: process.env.PATH, HOME: folder, DATABASE_URL: databaseUrl(), NO_COLOR: '1' };
  const ended = spawnSync(process.execPath, ['--input-type=module', '-e', lines.join('\n')], {
    ...{ cwd: folder, encoding: 'utf8', env },
  });
  if (ended.status !== 0) throw new Error(`An example failed:\n${ended.stdout}${ended.stderr}`);
  const parts = ended.stdout.split(marker).slice(1);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]));
}
