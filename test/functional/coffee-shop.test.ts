import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { createPostgresDatabase } from '../conformance/support.js';
import { root, tempFolder, tsdbt } from '../support/cli.js';

const fixture = join(root, 'test/fixtures/coffee-shop');
const expected = (path: string) => readFileSync(join(fixture, 'expected', path), 'utf8');
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

/** What real dbt compiled, by path below target/compiled/coffee_shop. */
const compiledPaths = readdirSync(join(fixture, 'expected/compiled'), { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.sql'),
);
const relations = readdirSync(join(fixture, 'expected/rows')).map((name) => name.replace(/\.csv$/, ''));

function copyOfProject(): string {
  const folder = join(tempFolder(), 'coffee_shop');
  cpSync(join(fixture, 'project'), folder, { recursive: true });
  return folder;
}

/** A project with a fresh Postgres database: how to run commands in it and to ask the database. */
async function onPostgres<T>(
  work: (shop: {
    cwd: string;
    database: string;
    run: (...args: string[]) => ReturnType<typeof tsdbt>;
    query: (sql: string) => Promise<string[][]>;
  }) => Promise<T>,
): Promise<T> {
  const { output, drop } = await createPostgresDatabase();
  const cwd = copyOfProject();
  const env = {
    COFFEE_HOST: String(output.host),
    COFFEE_PORT: String(output.port),
    COFFEE_USER: String(output.user),
    COFFEE_PASSWORD: String(output.password),
    COFFEE_DATABASE: String(output.dbname),
  };
  const query = async (sql: string) => {
    const { host, port, user, password, dbname } = output;
    const client = new pg.Client({ host, port, user, password, database: dbname } as pg.ClientConfig);
    await client.connect();
    try {
      const found = await client.query({
        text: sql,
        rowMode: 'array',
        types: { getTypeParser: () => (text: string) => text } as never,
      });
      return found.rows as string[][];
    } finally {
      await client.end();
    }
  };
  try {
    return await work({ cwd, database: String(output.dbname), run: (...args) => tsdbt(args, { cwd, env }), query });
  } finally {
    await drop();
  }
}

/** A CSV file of the fixture as rows of texts; blank fields are null in both. */
function recordedRows(relation: string): string[][] {
  const fields = (line: string) =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
      .slice(0, line.endsWith(',') ? undefined : -1)
      .map(([, field]) => (field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field));
  return expected(`rows/${relation}.csv`).trimEnd().split('\n').slice(1).map(fields);
}

describe('a project written for dbt, on Postgres', () => {
  it('builds to the same compiled SQL, rows, column types and manifest as in real dbt', async () => {
    await onPostgres(async ({ cwd, database, run, query }) => {
      const { code, stdout, stderr } = await run('build');
      expect(code, stdout + stderr).toBe(0);
      expect(stdout).toContain('Done. PASS=35 WARN=1 ERROR=0 SKIP=0 NO-OP=1 TOTAL=37');

      const own = (text: string) => text.replaceAll('"postgres"."coffee', `"${database}"."coffee`);
      for (const path of compiledPaths) {
        const file = join(cwd, 'target/compiled/coffee_shop', path);
        expect(existsSync(file), path).toBe(true);
        expect(readFileSync(file, 'utf8'), path).toBe(own(expected(`compiled/${path}`)));
      }

      for (const relation of relations) {
        const rows = await query(`select * from ${relation} order by 1`);
        expect(
          rows.map((row) => row.map((value) => (value === 't' ? 't' : value === 'f' ? 'f' : (value ?? '')))),
          relation,
        ).toEqual(recordedRows(relation));
      }

      const columns = await query(
        "select table_schema||'.'||table_name||'.'||column_name||' '||data_type||coalesce('('||character_maximum_length||')','') from information_schema.columns where table_schema like 'coffee%' and table_name <> '_tsdbt_ledger' order by table_schema, table_name, ordinal_position",
      );
      expect(columns.map(([column]) => column)).toEqual(expected('columns.txt').trimEnd().split('\n'));

      const { nodes } = json(join(cwd, 'target/manifest.json'));
      const recorded = JSON.parse(expected('nodes.json'));
      expect(Object.keys(nodes).sort()).toEqual(Object.keys(recorded).sort());
      for (const [id, facts] of Object.entries<Record<string, unknown>>(recorded)) {
        const { depends_on, materialized, ...plain } = facts;
        const found = nodes[id];
        expect(Object.fromEntries(Object.keys(plain).map((key) => [key, found[key] ?? null])), id).toEqual(plain);
        expect([...(found.depends_on.nodes ?? [])].sort(), id).toEqual([...(depends_on as string[])].sort());
        expect(found.config.materialized ?? null, id).toBe(materialized);
      }
    });
  }, 120_000);

  it('compiles the incremental model for its second run as real dbt does, and changes nothing when run again', async () => {
    await onPostgres(async ({ cwd, database, run, query }) => {
      expect((await run('build')).code).toBe(0);
      const before = await query('select * from coffee.fct_orders order by 1');
      const { code, stdout, stderr } = await run('run');
      expect(code, stdout + stderr).toBe(0);
      const own = expected('compiled-second/fct_orders.sql').replaceAll('"postgres"."coffee', `"${database}"."coffee`);
      expect(readFileSync(join(cwd, 'target/compiled/coffee_shop/models/marts/fct_orders.sql'), 'utf8')).toBe(own);
      expect(await query('select * from coffee.fct_orders order by 1')).toEqual(before);
      const left = await query(
        "select relname from pg_class where (relname like '%tsdbt%' or relname like '%dbt_tmp%') and relname not like '_tsdbt_ledger%'",
      );
      expect(left).toEqual([]);
    });
  }, 120_000);
});

describe('the same project, on SQLite', () => {
  it('gives the same rows', async () => {
    const cwd = copyOfProject();
    rmSync(join(cwd, 'profiles.yml'));
    const project = readFileSync(join(cwd, 'dbt_project.yml'), 'utf8');
    writeFileSync(join(cwd, 'dbt_project.yml'), project.replace('profile: coffee_shop\n', ''));
    mkdirSync(join(cwd, '..', 'no-home'), { recursive: true });
    const { code, stdout, stderr } = await tsdbt(['build'], { cwd });
    expect(code, stdout + stderr).toBe(0);
    for (const relation of relations) {
      const name = relation.slice(relation.indexOf('.') + 1);
      const shown = await tsdbt(
        ['show', '--inline', `select * from "${name}" order by 1`, '--limit', '-1', '--output', 'json'],
        { cwd },
      );
      expect(shown.code, shown.stderr).toBe(0);
      const rows = JSON.parse(shown.stdout).show.map((row: object) => Object.values(row).map(comparable));
      expect(rows, name).toEqual(recordedRows(relation).map((row) => row.map(comparable)));
    }
  }, 120_000);
});

/** Numbers by value, booleans as SQLite keeps them, blank as null. */
function comparable(value: unknown): unknown {
  if (value === null || value === '') return null;
  if (value === 't' || value === true) return 1;
  if (value === 'f' || value === false) return 0;
  return value === '' || Number.isNaN(Number(value)) ? value : Number(value);
}
