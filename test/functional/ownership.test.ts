/** `--adopt` and `--state`: what stands in the place of a node, and who may say that it may go. */
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sqliteAdapter } from '../../adapters/sqlite/index.js';
import type { StatementResult } from '../../core/adapter/cell.js';
import { readState } from '../../core/io/runs/read-state.js';
import { readOutput } from '../conformance/support.js';
import { filesIn, root, tempProject, tsdbt } from '../support/cli.js';

/** A project whose relations dbt-sqlite has made, `orders` as a view and `customers` as a table; here both have changed. */
async function takenOver(): Promise<{ readonly cwd: string; readonly file: string }> {
  const cwd = tempProject({
    'models/orders.sql': "{{ config(materialized='table') }} select 2 as id",
    'models/customers.sql': 'select 2 as id',
  });
  const file = join(cwd, 'shop.sqlite');
  await inFile(file, 'create view orders as select 1 as id; create table customers as select 1 as id');
  return { cwd, file };
}

async function inFile(file: string, sql: string): Promise<StatementResult> {
  const credentials = readOutput(sqliteAdapter, { type: 'sqlite', path: file });
  const database = await sqliteAdapter.open(credentials, { threads: 1, applicationName: 'test' });
  try {
    const session = await database.session({ purpose: 'write', label: 'test' });
    return await session.execute(sql);
  } finally {
    await database.close();
  }
}

async function kinds(file: string): Promise<Record<string, string>> {
  const { rows } = await inFile(file, "select name, type from sqlite_master where type in ('table', 'view')");
  return Object.fromEntries(rows.map(([name, type]) => [String(name), String(type)]));
}

const before = { orders: 'view', customers: 'table', _tsdbt_ledger: 'table' };
const after = { orders: 'table', customers: 'view', _tsdbt_ledger: 'table' };

describe('--adopt and --state', () => {
  it('without them a run refuses to replace what it does not know, names it, and exits with 1', async () => {
    const { cwd, file } = await takenOver();
    const { code, stdout } = await tsdbt(['run'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('"orders" is a view and nothing says that tsdbt made it');
    expect(stdout).toContain('"customers" is a table and nothing says that tsdbt made it');
    expect(stdout).toContain('--adopt');
    expect(await kinds(file)).toEqual(before);
  });

  it('--adopt takes over the selected nodes, and only these', async () => {
    const { cwd, file } = await takenOver();
    expect((await tsdbt(['run', '--adopt', '--select', 'orders'], { cwd })).code).toBe(0);
    expect(await kinds(file)).toEqual({ ...before, orders: 'table' });
  });

  it('--state takes the word of a manifest that dbt wrote, and later runs need it no more', async () => {
    const { cwd, file } = await takenOver();
    const folder = join(cwd, 'target');
    mkdirSync(folder);
    cpSync(join(root, 'test/fixtures/dbt-manifests/sqlite.json'), join(folder, 'manifest.json'));
    const first = await tsdbt(['run', '--state', 'target'], { cwd });
    expect([first.code, await kinds(file)]).toEqual([0, after]);
    expect((await tsdbt(['run'], { cwd })).code).toBe(0);
  });

  it('a folder without a manifest is an error before anything is built', async () => {
    const { cwd, file } = await takenOver();
    const { code, stdout, stderr } = await tsdbt(['run', '--state', 'nowhere'], { cwd });
    expect(code).toBe(2);
    expect(stdout + stderr).toMatch(/--state nowhere: .*manifest\.json cannot be read \(ENOENT\)/);
    expect(await kinds(file)).toEqual({ orders: 'view', customers: 'table' });
  });

  it.each(['{"nodes": [', '[]', '{"nodes": null}'])('a manifest that holds %s is said to be none', async (text) => {
    const folder = filesIn({ 'manifest.json': text });
    await expect(readState(folder, 'old')).rejects.toThrow('is no manifest of dbt or tsdbt');
  });
});
