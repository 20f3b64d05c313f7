import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { NodeResult } from '../../../core/results/node-result.js';
import { placed, type RunSettings, rowsOf, runProject } from '../../support/execute/project-run.js';
import { otherNode } from '../../support/manifest.js';
import { type AdapterUnderTest, forEachAdapter, forPostgres } from '../support.js';

interface Seed {
  readonly csv: string | Buffer;
  readonly config?: Record<string, unknown>;
  readonly options?: RunSettings['options'];
}

async function seed(under: AdapterUnderTest, name: string, { csv, config, options }: Seed): Promise<NodeResult> {
  const dataPath = join(under.folder, `${name}.csv`);
  await writeFile(dataPath, csv);
  const parts = { config: config ?? {}, originalFilePath: `seeds/${name}.csv`, dataPath };
  const node = placed(under, otherNode('seed', name, parts as Parameters<typeof otherNode>[2]));
  const { results } = await runProject(under, [node], { command: 'seed', options });
  return results.get(name)!;
}

forEachAdapter('seeds', (under) => {
  const all = (name: string) => rowsOf(under, `select * from ${under.name(name)}`);
  const columnsOf = async (name: string) => {
    const isSqlite = under.adapter.type === 'sqlite';
    const catalog = isSqlite
      ? `pragma_table_info('${name}')`
      : `information_schema.columns where table_name = '${name}'`;
    return (await rowsOf(under, `select ${isSqlite ? 'name' : 'column_name'} from ${catalog} order by 1`)).flat();
  };

  it('loads rows with quotes, line ends of all systems and a byte order mark', async () => {
    const csv = '\ufeffid,text\r\n1,"a ""b"", c"\r\n2,"two\r\nlines"\r\n3,\r\n';
    expect(await seed(under, 'quoted', { csv })).toMatchObject({ status: 'success', message: 'INSERT 3', rows: 3 });
    expect(await all('quoted')).toEqual([
      ['1', 'a "b", c'],
      ['2', 'two\nlines'],
      ['3', 'null'],
    ]);
  });

  it('replaces the rows in place while the columns stay, so that views stay too', async () => {
    await seed(under, 'country', { csv: 'code,name\nde,Germany\n' });
    await under.withSession((session) =>
      session.execute(`create view ${under.name('countries')} as select code from ${under.name('country')}`),
    );
    expect(await seed(under, 'country', { csv: 'code,name\nfr,France\nit,Italy\n' })).toMatchObject({
      status: 'success',
    });
    expect(await all('countries')).toEqual([['fr'], ['it']]);
  });

  it('makes a new table when the columns change and on --full-refresh', async () => {
    await seed(under, 'shape', { csv: 'a\n1\n' });
    expect(await seed(under, 'shape', { csv: 'a,b\nx,2\n' })).toMatchObject({ status: 'success' });
    expect(await all('shape')).toEqual([['x', '2']]);
    const refreshed = await seed(under, 'shape', { csv: 'a,b\ny,3\n', options: { fullRefresh: true } });
    expect(refreshed).toMatchObject({ status: 'success', message: 'CREATE 1' });
    expect(await all('shape')).toEqual([['y', '3']]);
  });

  it('names the line of a short row and loads nothing', async () => {
    await seed(under, 'short', { csv: 'a,b\n1,2\n' });
    const result = await seed(under, 'short', { csv: 'a,b\n3,4\n"two\nlines",5\n6\n7,8\n' });
    expect(result).toMatchObject({ status: 'error', message: expect.stringContaining('seeds/short.csv:5') });
    expect(result.diagnostics[0]).toMatchObject({
      code: 'TSDBT_SEED_ROW_BROKEN',
      location: { file: 'seeds/short.csv', line: 5, column: 1 },
    });
    expect(await all('short')).toEqual([['1', '2']]);
  });

  it('takes types and the delimiter from the config, and quotes headers that are no plain names', async () => {
    const config = { column_types: { code: 'text' }, delimiter: ';', quote_columns: true };
    await seed(under, 'typed', { csv: 'code;order;first name\n007;1;x\n', config });
    expect(await rowsOf(under, `select code, "order", "first name" from ${under.name('typed')}`)).toEqual([
      ['007', '1', 'x'],
    ]);
  });

  it('keeps the spelling of a header, a reserved word too, and leaves it to the database with quote_columns: false', async () => {
    const csv = 'Ab,select\n1,2\n';
    await seed(under, 'spelled', { csv });
    expect(await columnsOf('spelled')).toEqual(['Ab', 'select']);
    await seed(under, 'bare', { csv: 'Ab,c\n1,2\n', config: { quote_columns: false } });
    expect(await columnsOf('bare')).toEqual([under.adapter.type === 'postgres' ? 'ab' : 'Ab', 'c']);
  });

  it('keeps every digit', async () => {
    const config = { column_types: { big: 'numeric', tiny: 'numeric' } };
    const text = { column_types: { big: 'text', tiny: 'text' } };
    const csv = 'big,tiny\n123456789012345678901234567890,0.1000000000000000000001\n';
    await seed(under, 'digits', { csv, config: under.adapter.type === 'sqlite' ? text : config });
    expect(await all('digits')).toEqual([['123456789012345678901234567890', '0.1000000000000000000001']]);
  });

  it('makes an empty table of a file with a header only', async () => {
    expect(await seed(under, 'empty', { csv: 'a,b\n' })).toMatchObject({ status: 'success', rows: 0 });
    expect(await all('empty')).toEqual([]);
  });

  it('refuses a file that is missing a header, names a column twice, or is in another encoding', async () => {
    expect((await seed(under, 'none', { csv: '' })).diagnostics[0].code).toBe('TSDBT_SEED_FILE_BROKEN');
    expect((await seed(under, 'twice', { csv: 'a,a\n1,2\n' })).diagnostics[0].code).toBe('TSDBT_SEED_FILE_BROKEN');
    const latin = Buffer.from('name\ngr\xfcn\n', 'latin1');
    expect((await seed(under, 'latin', { csv: latin })).message).toContain('not utf-8');
    const open = await seed(under, 'open', { csv: 'a,b\n1,2\n3,"x\n4,5\n' });
    expect(open.diagnostics[0]).toMatchObject({ code: 'TSDBT_SEED_ROW_BROKEN', location: { line: 3 } });
  });
});

forPostgres('seed types', (under) => {
  it('names the line and the column of a value that the column cannot hold, and loads nothing', async () => {
    await seed(under, 'whole', { csv: 'a,n\nx,1\n' });
    const config = { column_types: { n: 'integer' } };
    const result = await seed(under, 'whole', { csv: 'a,n\n"two\nlines",2\n\ny,many\nz,4\n', config });
    expect(result.diagnostics[0]).toMatchObject({
      code: 'TSDBT_SEED_ROW_BROKEN',
      message:
        'seeds/whole.csv:5: column "n": invalid input syntax for type integer: "many"; nothing of whole was loaded.',
      location: { file: 'seeds/whole.csv', line: 5, column: 1 },
    });
    expect(await rowsOf(under, `select * from ${under.name('whole')}`)).toEqual([['x', '1']]);
  });

  it('gives columns the types that dbt gives them', async () => {
    const csv = [
      'i,n,b,d,ts,t,money,pct',
      '1,1.5,true,2020-01-31,2020-01-31 10:00:00,007x,"$1,000",10%',
      ',,False,,2020-02-01 09:00:00,null,,',
    ].join('\n');
    await seed(under, 'types', { csv });
    expect(
      await rowsOf(
        under,
        "select column_name, data_type from information_schema.columns where table_name = 'types' order by ordinal_position",
      ),
    ).toEqual([
      ['i', 'integer'],
      ['n', 'double precision'],
      ['b', 'boolean'],
      ['d', 'date'],
      ['ts', 'timestamp without time zone'],
      ['t', 'text'],
      ['money', 'integer'],
      ['pct', 'integer'],
    ]);
    expect(await rowsOf(under, 'select money, pct, t from types where i = 1')).toEqual([['1000', '10', '007x']]);
    expect(await rowsOf(under, 'select t from types where i is null')).toEqual([['null']]);
  });
});
