import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { root, tempFolder, tempProject, tsdbt, writeFiles } from '../support/cli.js';

function profile(overrides: Record<string, unknown> = {}): string {
  const settings = inject('postgres');
  const schema = `cli_${Math.random().toString(36).slice(2)}`;
  const output = { type: 'postgres', ...settings, dbname: 'postgres', schema, threads: 4, ...overrides };
  return JSON.stringify({ starter: { target: 'dev', outputs: { dev: output } } });
}

function starter(overrides: Record<string, unknown> = {}): string {
  const folder = join(tempFolder(), 'starter');
  cpSync(join(root, 'project-template/starter'), folder, { recursive: true });
  writeFiles(folder, { 'profiles.yml': profile(overrides) });
  return folder;
}

describe('on Postgres', () => {
  it('builds the starter unchanged', async () => {
    const cwd = starter();
    const { code, stdout, stderr } = await tsdbt(['build'], { cwd });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain("Concurrency: 4 threads (target='dev')");
    expect(stdout).toMatch(/OK created sql table model \S+customers_by_country \.* \[SELECT 3 in/);
    expect(stdout).toContain('Done. PASS=9 WARN=0 ERROR=0 SKIP=0 NO-OP=0 TOTAL=9');
    const shown = await tsdbt(['show', '--select', 'customers_by_country', '--output', 'json'], { cwd });
    expect(JSON.parse(shown.stdout).show).toHaveLength(3);
  });

  it('shows the line of the model in which Postgres found the mistake', async () => {
    const cwd = starter();
    writeFiles(cwd, { 'models/wrong.sql': "select customer_id,\n  nonsense\nfrom {{ ref('stg_customers') }}" });
    const { code, stdout } = await tsdbt(['build'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('column "nonsense" does not exist');
    expect(stdout).toContain('models/wrong.sql:2:3');
    expect(stdout).toMatch(/> 2 \| {3}nonsense/);
  });

  it('says that the password is wrong, and never which', async () => {
    const cwd = starter({ password: 'not-the-passw0rd' });
    const { code, stdout, stderr } = await tsdbt(['build'], { cwd });
    expect(code).toBe(2);
    expect(stdout).toContain('password authentication failed');
    expect(stdout + stderr).not.toContain('not-the-passw0rd');
    expect(stdout.match(/password authentication failed/g)).toHaveLength(1);
  });

  it('connects with debug', async () => {
    const { code, stdout } = await tsdbt(['debug'], { cwd: starter() });
    expect(code).toBe(0);
    expect(stdout).toMatch(/Connection test: \[OK connection ok\] PostgreSQL \d+/);
    expect(stdout).toContain('All checks passed!');
    expect(stdout).not.toContain(inject('postgres').password);
  });

  it('cancels what runs at the first Ctrl-C, and says so', async () => {
    const cwd = tempProject({
      'dbt_project.yml': 'name: shop\nversion: "1.0"\nprofile: starter\n',
      'profiles.yml': profile(),
      'models/slow.sql': 'select pg_sleep(60)::text as x, 1 as id',
      'models/after_slow.sql': "select * from {{ ref('slow') }}",
      'models/schema.yml': 'models:\n  - name: slow\n    config: {materialized: table}\n',
    });
    const started = Date.now();
    let sent = false;
    const { code, stdout, stderr } = await tsdbt(['run'], {
      cwd,
      onOutput: (text, kill) => {
        if (sent || !text.includes('START sql table model')) return;
        sent = true;
        setTimeout(() => kill('SIGINT'), 300);
      },
    });
    expect(Date.now() - started).toBeLessThan(20_000);
    expect(code).toBe(2);
    expect(stderr).toContain('Stopping: what runs is being cancelled.');
    expect(stdout).toContain('Cancelled.');
    expect(stdout).toMatch(/CANCEL sql table model \S+slow/);
  });
});
