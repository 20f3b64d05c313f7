import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { firstMissingLine, readManualPage } from '../support/manual.js';

const root = resolve(import.meta.dirname, '../..');
const bin = join(root, 'dist/cli/main.js');

const pages = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md') && !path.startsWith('decisions'))
  .map((path) => ({ path, page: readManualPage(readFileSync(join(root, 'docs', path), 'utf8')) }))
  .filter(({ page }) => page.project !== null);

/** `tsdbt` runs the built one; `npx`, pipes and other programs are not for examples. */
function run(command: string, folder: string): string {
  const shell = command.replace(/^tsdbt\b/, `"${process.execPath}" "${bin}"`);
  const ended = spawnSync('sh', ['-c', shell], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', CI: '1' },
  });
  return ended.stderr + ended.stdout;
}

describe('the manual', () => {
  it('has pages with examples', () => {
    expect(pages.length).toBeGreaterThan(10);
  });

  it.each(pages)('says in $path what the commands print', ({ path, page }) => {
    const folder = join(mkdtempSync(join(tmpdir(), 'tsdbt-manual-')), page.project ?? '');
    if (page.project === 'empty') mkdirSync(folder);
    else cpSync(join(root, 'project-template', page.project ?? ''), folder, { recursive: true });
    for (const step of page.steps) {
      if (step.kind === 'file') {
        mkdirSync(dirname(join(folder, step.path)), { recursive: true });
        writeFileSync(join(folder, step.path), step.text);
        continue;
      }
      const output = run(step.command, folder);
      const missing = firstMissingLine(step.expected, output);
      expect(missing, `docs/${path}:${step.line} \`${step.command}\` printed:\n${output}`).toBeNull();
    }
  });
});
