import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyTemplate } from '../../cli/project-files/copy-template.js';
import { snapshotOf, tempFolder, tsdbt, writeFiles } from '../support/cli.js';

describe('init', () => {
  it('makes a project of its own name that builds at once', async () => {
    const cwd = tempFolder();
    const made = await tsdbt(['init', 'my-shop', '--template', 'starter'], { cwd });
    expect(made.stdout).toContain('cd my-shop');
    expect(made.code).toBe(0);
    const project = join(cwd, 'my-shop');
    expect(readFileSync(join(project, 'dbt_project.yml'), 'utf8')).toContain('name: my_shop\n');
    expect(readFileSync(join(project, '.gitignore'), 'utf8')).toContain('my_shop.sqlite\n');
    expect(existsSync(join(project, 'gitignore'))).toBe(false);
    expect(existsSync(join(project, '.github/workflows/tsdbt.yml'))).toBe(true);
    const built = await tsdbt(['build'], { cwd: project });
    expect([built.code, built.stderr]).toEqual([0, '']);
    expect(built.stdout).toContain('Done. PASS=9 WARN=0 ERROR=0 SKIP=0 NO-OP=0 TOTAL=9');
  });

  it('starts from the leads template when none is named', async () => {
    const cwd = tempFolder();
    expect((await tsdbt(['init', 'p'], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'p/dbt_project.yml'), 'utf8')).toContain('name: p\n');
    expect(existsSync(join(cwd, 'p/data'))).toBe(true);
    expect(existsSync(join(cwd, 'p/.github/workflows/tsdbt.yml'))).toBe(true);
  });

  it('uses the current folder when it is empty but for .git', async () => {
    const cwd = tempFolder();
    writeFiles(cwd, { '.git/HEAD': 'ref: refs/heads/main\n' });
    expect((await tsdbt(['init', '--template', 'starter'], { cwd })).code).toBe(0);
    expect(existsSync(join(cwd, 'dbt_project.yml'))).toBe(true);
  });

  it('leaves a folder that holds something as it is', async () => {
    const cwd = tempFolder();
    writeFiles(cwd, { 'work/notes.txt': 'mine' });
    const before = snapshotOf(cwd);
    const { code, stdout } = await tsdbt(['init', 'work'], { cwd });
    expect(code).toBe(2);
    expect(stdout).toContain('is not empty: it holds notes.txt. Nothing was changed.');
    expect(snapshotOf(cwd)).toEqual(before);
  });

  it('refuses a file in the place of the folder, and a template that does not exist', async () => {
    const cwd = tempFolder();
    writeFiles(cwd, { taken: 'x' });
    expect((await tsdbt(['init', 'taken'], { cwd })).code).toBe(2);
    const { code, stdout } = await tsdbt(['init', 'p', '--template', 'startr'], { cwd });
    expect(code).toBe(2);
    expect(stdout).toContain("Did you mean 'starter'?");
    expect(existsSync(join(cwd, 'p'))).toBe(false);
  });

  it('makes files that can be written, also of a package that nobody may write in', () => {
    const [place, common] = [tempFolder(), tempFolder()];
    for (const [file, text] of Object.entries({ 'dbt_project.yml': 'name: t', 'profiles.yml': 't:', gitignore: '' }))
      writeFileSync(join(place, file), text, { mode: 0o444 });
    const to = join(tempFolder(), 'copy');
    copyTemplate({ from: place, common, to, templateName: 't', projectName: 'shop' });
    const modes = ['dbt_project.yml', 'profiles.yml', '.gitignore'].map(
      (file) => statSync(join(to, file)).mode & 0o200,
    );
    expect(modes).toEqual([0o200, 0o200, 0o200]);
  });
});
