import { mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../core/adapter/cell.js';
import type { SeedFile } from '../../core/execute/seed-source.js';
import { openSeed } from '../../core/io/csv/open-seed.js';
import type { SeedNode } from '../../core/resources/node.js';
import { otherNode } from '../support/manifest.js';
import { type AdapterUnderTest, forEachAdapter } from './support.js';

function seedAt(path: string): SeedNode {
  return { ...(otherNode('seed', 'file') as SeedNode), dataPath: path };
}

async function opened(under: AdapterUnderTest, text: string): Promise<SeedFile> {
  const path = join(under.folder, 'file.csv');
  writeFileSync(path, text);
  return openSeed(seedAt(path), { mayGuess: false });
}

/** The rows of a table that was loaded from the file, as texts with their types where the database has some of its own for each value. */
async function rowsOf(under: AdapterUnderTest, table: string, seed: SeedFile, plain: SeedFile['plain']) {
  const { dialect } = under.adapter;
  const columns = seed.columns.map(({ name }) => name);
  const types = seed.columns.map(({ name, type }) => `${dialect.quoteIdentifier(name)} ${dialect.seedType(type)}`);
  return under.withSession(async (session) => {
    await session.execute(`create table ${under.name(table)} (${types.join(', ')})`);
    const relation = under.relation(table);
    const { rows } = await session.load({ relation, columns, batches: seed.batches(), plain });
    expect(rows).toBe(seed.rows);
    const found = await session.execute(`select * from ${under.name(table)}`);
    await session.execute(`drop table ${under.name(table)}`);
    return found.rows;
  });
}

const texts = (rows: readonly (readonly Cell[])[]) =>
  rows.map((row) => row.map((cell) => (cell === null || typeof cell !== 'object' ? cell : cell.text)));

forEachAdapter('seed files', (under) => {
  it('are loaded as they lie there to the same rows as cell by cell', async () => {
    const seed = await opened(
      under,
      [
        'id,large,amount,day,moment,iso,flag,words',
        '1,123456789,2.50,2024-02-29,2024-02-29 23:59:59,2024-02-29T23:59:59,true,plain',
        '-7,0,-0.125,0001-01-01,1999-01-01 00:00:00,1999-01-01T00:00:00,FALSE,"a ""quoted"", one"',
        '007,,3,,,,,',
        'null,NULL, ,null,,null,nUll,"  "',
        '4,5,10.0,2020-01-01,2020-01-01 01:02:03,2020-01-01T01:02:03,True,"line one\r\nline\ttwo\\n"',
        '5,6,1,2020-01-01,2020-01-01 01:02:03,2020-01-01T01:02:03,false,é 😀 ""',
        '6,7,0.1,2020-01-01,2020-01-01 01:02:03,2020-01-01T01:02:03,false,\u3000',
      ].join('\r\n'),
    );
    expect(seed.plain?.forms).toEqual(['integer', 'integer', 'decimal', 'date', 'datetime', 'iso', 'boolean', 'text']);
    const plain = await rowsOf(under, 'plain_rows', seed, seed.plain);
    expect(plain).toEqual(await rowsOf(under, 'cell_rows', seed, null));
    const [no, yes] = under.adapter.type === 'sqlite' ? [0n, 1n] : [false, true];
    const moment = '2020-01-01 01:02:03';
    expect(texts(plain)).toEqual([
      [1n, 123456789n, 2.5, '2024-02-29', '2024-02-29 23:59:59', '2024-02-29 23:59:59', yes, 'plain'],
      [-7n, 0n, -0.125, '0001-01-01', '1999-01-01 00:00:00', '1999-01-01 00:00:00', no, 'a "quoted", one'],
      [7n, null, 3, null, null, null, null, null],
      [null, null, null, null, null, null, null, null],
      [4n, 5n, 10, '2020-01-01', moment, moment, yes, 'line one\nline\ttwo\\n'],
      [5n, 6n, 1, '2020-01-01', moment, moment, no, 'é 😀 ""'],
      [6n, 7n, 0.1, '2020-01-01', moment, moment, no, null],
    ]);
  });

  it('with a cell in another form are converted cell by cell', async () => {
    const seed = await opened(under, 'a,b,c\n"1,000",2020-1-5,x\n2,2020-01-31,y\n');
    expect(seed.plain).toBeNull();
    expect(texts(await rowsOf(under, 'other_forms', seed, seed.plain))).toEqual([
      [1000n, '2020-01-05', 'x'],
      [2n, '2020-01-31', 'y'],
    ]);
  });

  it('of many rows reach over blocks', async () => {
    const lines = Array.from({ length: 60_000 }, (_, row) => `${row},${row / 4},"text, ${row}"`);
    const seed = await opened(under, `a,b,c\n${lines.join('\n')}\n`);
    const rows = await rowsOf(under, 'many_rows', seed, seed.plain);
    expect(rows.length).toBe(60_000);
    expect(rows.every(([a, b, c], row) => a === BigInt(row) && b === row / 4 && c === `text, ${row}`)).toBe(true);
  });

  it('that were written to since they were looked at are refused', async () => {
    const seed = await opened(under, 'a,b\n1,2\n');
    const path = join(under.folder, 'file.csv');
    expect(await seed.changed()).toBeNull();
    writeFileSync(path, 'a,b\n1,"2\n');
    utimesSync(path, 1, 1);
    await expect(rowsOf(under, 'changed_rows', seed, seed.plain)).rejects.toThrow('was written to while it was read');
    expect(await seed.changed()).toMatchObject({ diagnostics: [{ code: 'TSDBT_SEED_FILE_BROKEN' }] });
  });
});

describe('blank lines of a seed with a single column', () => {
  it('are nulls, as in dbt, at the end too', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'tsdbt-seed-')), 'blank.csv');
    writeFileSync(path, 'a\n1\n\n2\n\n');
    const seed = await openSeed(seedAt(path), { mayGuess: false });
    const rows: unknown[] = [];
    for await (const batch of seed.batches()) rows.push(...batch);
    expect(rows).toEqual([[1n], [null], [2n], [null]]);
  });
});
