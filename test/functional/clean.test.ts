import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { snapshotOf, tempProject, tsdbt, writeFiles } from '../support/cli.js';

const sqliteHead = Buffer.concat([Buffer.from('SQLite format 3\0', 'latin1'), Buffer.alloc(84)]);

function projectWith(cleanTargets: string, files: Record<string, string | Buffer> = {}): string {
  const config = `name: shop\nversion: "1.0"\nconfig-version: 2\nclean-targets: ${cleanTargets}\n`;
  return tempProject({ 'dbt_project.yml': config, 'models/a.sql': 'select 1 as id', ...files });
}

describe('clean', () => {
  it('deletes the clean targets and nothing else', async () => {
    const cwd = projectWith('[target, dbt_packages, gone]', { 'target/a.txt': 'x', 'dbt_packages/p/b.txt': 'y' });
    const { code, stdout } = await tsdbt(['clean'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('Deleted target');
    expect(stdout).toContain('Nothing at gone');
    expect(Object.keys(snapshotOf(cwd)).filter((name) => !name.startsWith('logs'))).toEqual([
      'dbt_project.yml',
      'models/a.sql',
    ]);
  });

  it('deletes target when the project names nothing', async () => {
    const cwd = tempProject({ 'target/a.txt': 'x' });
    expect((await tsdbt(['clean'], { cwd })).code).toBe(0);
    expect(existsSync(join(cwd, 'target'))).toBe(false);
  });

  it.each([
    ['[target, .]', 'it holds the whole project'],
    ['[target, ".."]', 'it holds the whole project'],
    ['[target, "../other"]', 'it lies outside of the project'],
    ['[target, /usr/share]', 'it lies outside of the project'],
    ['[target, /]', 'it holds the whole project'],
    ['[target, target/../..]', 'it holds the whole project'],
    ['[target, models]', "it holds or lies in the source folder 'models'"],
    ['[target, models/marts]', "it holds or lies in the source folder 'models'"],
  ])('refuses %s and deletes nothing', async (targets, reason) => {
    const cwd = projectWith(targets, { 'target/a.txt': 'x', 'models/marts/b.sql': 'select 2' });
    const { code, stdout } = await tsdbt(['clean'], { cwd });
    expect(code).toBe(2);
    expect(stdout).toContain(reason);
    expect(stdout).toContain('Nothing was deleted');
    expect(stdout).toContain('dbt_project.yml:4');
    expect(existsSync(join(cwd, 'target/a.txt'))).toBe(true);
  });

  it('refuses a link that leads outside', async () => {
    const cwd = projectWith('[target]');
    writeFiles(join(cwd, '../elsewhere'), { 'precious.txt': 'x' });
    symlinkSync('../elsewhere', join(cwd, 'target'));
    const { code, stdout } = await tsdbt(['clean'], { cwd });
    expect(code).toBe(2);
    expect(stdout).toContain('outside of the project');
    expect(existsSync(join(cwd, '../elsewhere/precious.txt'))).toBe(true);
  });

  it('refuses a folder whose parent is a link that leads outside', async () => {
    const cwd = projectWith('[built/target]');
    writeFiles(join(cwd, '../elsewhere'), { 'target/precious.txt': 'x' });
    symlinkSync('../elsewhere', join(cwd, 'built'));
    const { code, stdout } = await tsdbt(['clean'], { cwd });
    expect([code, stdout]).toEqual([2, expect.stringContaining('outside of the project')]);
    expect(existsSync(join(cwd, '../elsewhere/target/precious.txt'))).toBe(true);
  });

  it('deletes a link inside a clean target, not what it leads to', async () => {
    const cwd = projectWith('[target]', { 'target/a.txt': 'x' });
    writeFiles(join(cwd, '../elsewhere'), { 'precious.txt': 'x' });
    symlinkSync('../../elsewhere', join(cwd, 'target/link'));
    expect((await tsdbt(['clean'], { cwd })).code).toBe(0);
    expect([existsSync(join(cwd, 'target')), existsSync(join(cwd, '../elsewhere/precious.txt'))]).toEqual([
      false,
      true,
    ]);
  });

  it('refuses a folder in which the profile keeps its database', async () => {
    const cwd = projectWith('[data]', {
      'profiles.yml': 'shop:\n  target: dev\n  outputs:\n    dev: {type: sqlite, path: data/warehouse.db}\n',
      'data/warehouse.db': '',
    });
    const { code, stdout } = await tsdbt(['clean', '--profile', 'shop'], { cwd });
    expect(code).toBe(2);
    expect(stdout).toContain('the profile keeps the database');
    expect(existsSync(join(cwd, 'data/warehouse.db'))).toBe(true);
  });

  it('refuses a folder that holds a SQLite file of whatever name', async () => {
    const cwd = projectWith('[target]', { 'target/deep/er/numbers.bin': sqliteHead });
    const { code, stdout } = await tsdbt(['clean'], { cwd });
    expect(code).toBe(2);
    expect(stdout).toContain('it holds the SQLite database target/deep/er/numbers.bin');
  });
});
