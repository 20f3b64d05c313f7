import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseDotenv, readDotEnv } from '../../core/io/dotenv.js';
import { readMacroFolder, readProjectFiles } from '../../core/io/read-project-files.js';
import { filesIn } from '../support/cli.js';
import { projectConfig } from '../support/project-config.js';

async function read(root: string, project = 'name: p') {
  const { value, diagnostics } = await readProjectFiles({ ...projectConfig(project), root });
  return { files: value, diagnostics, listed: value.map(({ kind, path }) => `${kind} ${path}`) };
}

describe('files of a project', () => {
  it('are those of its folders that declare something, in a stable order', async () => {
    const root = filesIn({
      'models/b.sql': 'select 1',
      'models/A.SQL': 'select 1',
      'models/.hidden/h.sql': 'select 1',
      'models/.dot.sql': 'select 1',
      'models/s.yml': '',
      'models/deep/t.yaml': '',
      'models/readme.md': '',
      'models/notes.txt': '',
      'seeds/s.csv': 'id\n1\n',
      'tests/t.sql': 'select 1',
      'tests/generic/g.sql': '',
      'macros/m.sql': '',
      'analyses/a.sql': '',
      'snapshots/n.sql': '',
      'other/o.sql': '',
    });
    const { listed, files } = await read(root);
    expect(listed).toEqual([
      'model models/.hidden/h.sql',
      'model models/A.SQL',
      'model models/b.sql',
      'properties models/deep/t.yaml',
      'docs models/readme.md',
      'properties models/s.yml',
      'seed seeds/s.csv',
      'macro tests/generic/g.sql',
      'test tests/t.sql',
      'analysis analyses/a.sql',
      'macro macros/m.sql',
      'snapshot snapshots/n.sql',
    ]);
    expect(files.find((file) => file.path === 'models/deep/t.yaml')).toMatchObject({
      searchPath: 'deep/t.yaml',
      packageName: 'p',
      absolutePath: join(root, 'models/deep/t.yaml'),
    });
  });

  it('leave out what .dbtignore names, and the folders that tsdbt writes', async () => {
    const root = filesIn({
      '.dbtignore': 'ignored.sql\n',
      'a.sql': '',
      'deep/ignored.sql': '',
      'target/compiled/a.sql': '',
      'dbt_packages/x/models/a.sql': '',
    });
    expect((await read(root, "name: p\nmodel-paths: ['.']\n")).listed).toEqual(['model a.sql']);
  });

  it('are hashed as dbt hashes them', async () => {
    const root = filesIn({
      'models/a.sql': '\n\nselect 1\r\n\n',
      'models/bom.sql': '\uFEFFselect 2\r\nx',
      'seeds/s.csv': 'id\n1\n',
      'seeds/big.csv': `id\n${'1234567\n'.repeat(140_000)}`,
    });
    const { files } = await read(root);
    const found = (path: string) => files.find((file) => file.path === path);
    expect(found('models/a.sql')).toMatchObject({
      text: '\n\nselect 1\r\n\n',
      hash: '822ae07d4783158bc1912bb623e5107cc9002d519e1143a9c200ed6ee18b6d0f',
      size: 13,
    });
    expect(found('models/bom.sql')?.text).toBe('select 2\r\nx');
    expect(found('seeds/s.csv')).toMatchObject({
      text: '',
      hash: '605096a310e4908def91488e2d873d6bd9f4a9930bcb42eeac08d6f0ccf3ba0e',
      size: 5,
    });
    expect(found('seeds/big.csv')).toMatchObject({ text: '', hash: 'seeds/big.csv', size: 1_120_003 });
  });

  it('links are followed, circles end', async () => {
    const root = filesIn({ 'models/a.sql': '', 'elsewhere/b.sql': '' });
    await symlink(join(root, 'elsewhere'), join(root, 'models/linked'), 'dir');
    await symlink(join(root, 'models'), join(root, 'models/circle'), 'dir');
    await symlink(join(root, 'nowhere'), join(root, 'models/lost.sql'));
    const { listed, diagnostics } = await read(root);
    expect(listed).toEqual(['model models/a.sql', 'model models/linked/b.sql']);
    expect(diagnostics).toMatchObject([
      { code: 'TSDBT_FILE_UNREADABLE', message: 'Cannot read models/lost.sql: its symbolic link leads nowhere.' },
    ]);
  });

  it('that are no text are named with the place', async () => {
    const root = filesIn({
      'models/a.sql': Buffer.from([0x61, 0x0a, 0x62, 0xff]),
      'models/b.sql': '',
    });
    const { listed, diagnostics } = await read(root);
    expect(listed).toEqual(['model models/b.sql']);
    expect(diagnostics).toMatchObject([
      {
        code: 'TSDBT_FILE_UNREADABLE',
        location: { file: 'models/a.sql', line: 2, column: 2 },
        hint: 'Save the file as UTF-8.',
      },
    ]);
  });

  it('an empty project has none', async () => {
    expect(await read(filesIn({}))).toMatchObject({ files: [], diagnostics: [] });
  });
});

describe('readMacroFolder', () => {
  it('reads SQL of a folder as macros of a package', async () => {
    const root = filesIn({ 'a/m.sql': '{% macro m() %}{% endmacro %}', 'readme.md': '' });
    const { value } = await readMacroFolder(pathToFileURL(`${root}/`), 'dbt');
    expect(value).toMatchObject([{ kind: 'macro', packageName: 'dbt', path: 'a/m.sql', searchPath: 'a/m.sql' }]);
  });
});

describe('.env', () => {
  it('is read from a folder above; the environment wins', async () => {
    const root = filesIn({ '.env': 'A=file\nB=file\n', 'deep/x.txt': '' });
    expect(await readDotEnv(join(root, 'deep'), { A: 'real', C: undefined })).toEqual({ A: 'real', B: 'file' });
  });

  it('takes quotes, comments, exports and earlier variables', () => {
    const text = `\uFEFFA=1 # one\r\nB="x # y"\nexport C='z $A'\nD=\${A}2\nF=\nG="a\\nb"\nH=a#b\n I = sp \nJ="two\nlines"\nnonsense\n`;
    expect(parseDotenv(text)).toEqual({
      A: '1',
      B: 'x # y',
      C: 'z $A',
      D: '12',
      F: '',
      G: 'a\nb',
      H: 'a#b',
      I: 'sp',
      J: 'two\nlines',
    });
  });
});
