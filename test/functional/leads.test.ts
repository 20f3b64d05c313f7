import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPostgresDatabase } from '../conformance/support.js';
import { root, tempFolder, tsdbt } from '../support/cli.js';

interface Leads {
  readonly cwd: string;
  readonly run: (...args: string[]) => ReturnType<typeof tsdbt>;
  /** Rows of a query as JSON. */
  readonly rows: (sql: string) => Promise<unknown[]>;
}

async function withLeads(env: Record<string, string>, work: (leads: Leads) => Promise<void>): Promise<void> {
  const cwd = join(tempFolder(), 'leads');
  cpSync(join(root, 'project-template/leads'), cwd, { recursive: true });
  const run = (...args: string[]) => tsdbt(args, { cwd, env });
  const rows = async (sql: string) => {
    const shown = await run('show', '--inline', sql, '--limit', '-1', '--output', 'json');
    expect(shown.code, shown.stderr).toBe(0);
    return JSON.parse(shown.stdout).show;
  };
  await work({ cwd, run, rows });
}

const targets: [string, (work: (leads: Leads) => Promise<void>) => Promise<void>][] = [
  ['SQLite', (work) => withLeads({}, work)],
  [
    'Postgres',
    async (work) => {
      const { output, drop } = await createPostgresDatabase();
      const env = {
        LEADS_TARGET: 'postgres',
        PGHOST: String(output.host),
        PGPORT: String(output.port),
        PGUSER: String(output.user),
        PGPASSWORD: String(output.password),
        PGDATABASE: String(output.dbname),
      };
      try {
        await withLeads(env, work);
      } finally {
        await drop();
      }
    },
  ],
];

describe.each(targets)('the leads template on %s', (_name, within) => {
  it(
    'goes from raw files to marts that hold the rows worked out by hand',
    () =>
      within(async ({ run, rows }) => {
        const { code, stdout, stderr } = await run('build');
        expect(code, stdout + stderr).toBe(0);
        expect(stdout).toMatch(/Done\. PASS=\d+ WARN=0 ERROR=0 SKIP=0/);
        expect(stdout + stderr).toMatch(/2026-02\.csv: unknown column "utm_campaign"/);
        expect(
          await rows("select action, count(*) as leads from {{ ref('crm_upload') }} group by action order by action"),
        ).toEqual([
          { action: 'changed', leads: 1 },
          { action: 'new', leads: 161 },
        ]);
        expect(await rows("select count(*) as leads from {{ ref('fct_leads') }}")).toEqual([{ leads: 183 }]);
      }),
    120_000,
  );

  it(
    'changes nothing when it is built again',
    () =>
      within(async ({ run, rows }) => {
        await run('build');
        const marts = ['fct_leads', 'crm_upload', 'rpt_lead_quality'];
        const all = () =>
          Promise.all(marts.map((mart) => rows(`select * from {{ ref('${mart}') }} order by 1, 2, 3, 4`)));
        const before = await all();
        const landed = await rows("select count(*) as landed from {{ source('vendors', 'vendor_a') }}");
        const again = await run('build');
        expect(again.code).toBe(0);
        expect(again.stdout).toContain('NO NEW FILES');
        expect(await all()).toEqual(before);
        expect(await rows("select count(*) as landed from {{ source('vendors', 'vendor_a') }}")).toEqual(landed);
      }),
    120_000,
  );

  it(
    'lands a new delivery beside the old ones, each row with its origin',
    () =>
      within(async ({ cwd, run, rows }) => {
        await run('load');
        writeFileSync(
          join(cwd, 'data/vendor_b/2026-03.csv'),
          'full_name;email_address;phone_number;address;signup_date\n"Lamport; Leslie";leslie@example.com;;;3/1/2026\n',
        );
        const { code, stdout } = await run('load');
        expect(code, stdout).toBe(0);
        expect(
          await rows(
            "select full_name, phone_number, _source_file from {{ source('vendors', 'vendor_b') }} where _source_file like '%2026-03%'",
          ),
        ).toEqual([{ full_name: 'Lamport; Leslie', phone_number: '', _source_file: 'data/vendor_b/2026-03.csv' }]);
      }),
    120_000,
  );

  it(
    'stops at a file without a required column, naming both, and lands nothing of it',
    () =>
      within(async ({ cwd, run, rows }) => {
        await run('load');
        writeFileSync(
          join(cwd, 'data/vendor_a/2026-03.csv'),
          'First Name,Last Name,E-Mail,Created At\nA,B,a@example.com,2026-03-01\n',
        );
        const { code, stdout, stderr } = await run('build');
        expect(code).toBe(1);
        expect(stdout + stderr).toMatch(/required column "Email" \(column "email"\) is missing/);
        expect(stdout + stderr).toContain('data/vendor_a/2026-03.csv:1:1');
        expect(stdout).toMatch(/SKIP .*stg_vendor_a/);
        expect(await rows("select count(*) as landed from {{ source('vendors', 'vendor_a') }}")).toEqual([
          { landed: 137 },
        ]);
      }),
    120_000,
  );

  it(
    'names file and line of a short row, and lands nothing of that file',
    () =>
      within(async ({ cwd, run, rows }) => {
        const file = join(cwd, 'data/vendor_b/2026-02.csv');
        appendFileSync(file, 'only@example.com;Two Fields\n');
        const { code, stdout, stderr } = await run('load');
        const line = readFileSync(file, 'utf8').trimEnd().split('\n').length;
        expect(code).toBe(1);
        expect(stdout + stderr).toContain(`data/vendor_b/2026-02.csv:${line}: the row has 2 fields, expected 5`);
        expect(await rows("select distinct _source_file from {{ source('vendors', 'vendor_b') }}")).toEqual([
          { _source_file: 'data/vendor_b/2026-01.csv' },
        ]);
      }),
    120_000,
  );

  it(
    'says where it looked when a source has no file',
    () =>
      within(async ({ cwd, run }) => {
        rmSync(join(cwd, 'data/crm'), { recursive: true });
        const { code, stdout, stderr } = await run('load', '--select', 'source:crm');
        expect(code).toBe(1);
        expect(stdout + stderr).toContain('no file matches "data/crm/*.csv" of source crm.crm_leads');
      }),
    120_000,
  );
});
