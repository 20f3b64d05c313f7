import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { isQuickAnswer, runInProcess } from '../support/in-process.js';
import { firstMissingLine, readManualPage } from '../support/manual.js';

const root = resolve(import.meta.dirname, '../..');
const bin = process.env.TSDBT_BIN ?? join(root, 'dist/cli/main.cjs');

/** The manual's pages and the README, which holds examples too. */
const paths = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !path.startsWith('decisions'))
    .map((path) => join('docs', path)),
];
const pages = paths
  .map((path) => ({ path, page: readManualPage(readFileSync(join(root, path), 'utf8')) }))
  .filter(({ page }) => page.project !== null);

/** A folder with `tsdbt`, the built one, and an `npx` that calls it. */
function commandFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tsdbt-manual-bin-'));
  writeFileSync(join(folder, 'tsdbt'), `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`, { mode: 0o755 });
  writeFileSync(join(folder, 'npx'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
  return folder;
}

/** What the examples of the Postgres pages connect with. */
function serverVariables(): Record<string, string> {
  const { host, port, user, password } = inject('postgres');
  return { PGHOST: host, PGPORT: String(port), PGUSER: user, PGPASSWORD: password };
}

const commands = commandFolder();

/** A line that needs no shell runs in this process: `tsdbt` or `npx tsdbt` and words, each bare or in single quotes. */
const PLAIN_COMMAND = /^(?:npx )?tsdbt((?: (?:[\w./:@+,=*-]+|'[^']*'))+)$/;

async function run(command: string, folder: string): Promise<string> {
  const env = {
    ...process.env,
    ...serverVariables(),
    PATH: `${commands}:${process.env.PATH ?? ''}`,
    NO_COLOR: '1',
    // Lines to paste are as the command was: with npx, which sets this, or without.
    npm_command: command.startsWith('npx ') ? 'exec' : '',
    CI: '1',
    GITHUB_ACTIONS: '',
  };
  const words = PLAIN_COMMAND.exec(command)?.[1]
    .match(/'[^']*'|[^ ]+/g)
    ?.map((word) => word.replaceAll("'", ''));
  if (words !== undefined && !isQuickAnswer(words) && !words.includes('*')) {
    const { stdout, stderr } = await runInProcess(words, { bin, cwd: folder, env });
    return stderr + stdout;
  }
  const ended = spawnSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8', env });
  return ended.stderr + ended.stdout;
}

describe('the manual', () => {
  it('has pages with examples', () => {
    expect(pages.length).toBeGreaterThan(10);
  });

  it.each(pages)(
    'says in $path what the commands print',
    async ({ path, page }) => {
      const home = mkdtempSync(join(tmpdir(), 'tsdbt-manual-'));
      let folder = page.project === 'empty' ? home : join(home, page.project ?? '');
      if (page.project !== 'empty')
        cpSync(join(root, 'project-template', page.project ?? ''), folder, { recursive: true });
      for (const step of page.steps) {
        if (step.kind === 'folder') {
          folder = join(folder, step.path);
          continue;
        }
        if (step.kind === 'file') {
          mkdirSync(dirname(join(folder, step.path)), { recursive: true });
          writeFileSync(join(folder, step.path), step.text);
          continue;
        }
        const output = (await run(step.command, folder)).replaceAll(home, '~');
        const missing = firstMissingLine(step.expected, output);
        expect(missing, `${path}:${step.line} \`${step.command}\` printed:\n${output}`).toBeNull();
      }
    },
    120_000,
  );
});
