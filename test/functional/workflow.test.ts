import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { type PullRequest, pullRequest } from '../support/actions/pull-request.js';
import { type FinishedJob, runSteps, stepsOfAction, stepsOfJob } from '../support/actions/workflow-steps.js';
import { root } from '../support/cli.js';

const WORKFLOW = '.github/workflows/tsdbt.yml';

/** What a change may do that somebody should look at: a column goes, another comes, and a test fails. */
const files = {
  'models/staging/stg_customers.sql':
    "select id as customer_id, country, 'x' as origin from {{ ref('raw_customers') }}\n",
  'tests/all_from_gb.sql': "select customer_id, country from {{ ref('stg_customers') }} where country <> 'GB'\n",
};

const body = 'A change.\n\ntsdbt-allow: drop-column stg_customers.signed_up\n';

function runBuildJob({ repository, env }: PullRequest, place: Readonly<Record<string, string>>): FinishedJob {
  const job = stepsOfJob(join(repository, WORKFLOW), 'build');
  const { TARGET: _target, ...jobEnv } = job.env;
  return runSteps(job.steps, {
    cwd: repository,
    env: { ...jobEnv, ...env, ...place },
    expressions: { 'github.event.pull_request.body': body },
  });
}

const codes = ({ steps }: FinishedJob) => Object.fromEntries(steps.map(({ name, code }) => [name, code]));
const logOf = ({ steps }: FinishedJob, step: string) => steps.find(({ name }) => name === step)?.log ?? '';

/** What the report of either database says of the change. */
function expectReport(text: string): void {
  expect(text).toMatch(/^## ❌ tsdbt failed\n/);
  expect(text).toContain('**1 destructive change is not allowed.**');
  expect(text).toMatch(
    /\| ✅ allowed \| `drop-column` \| \[`stg_customers\.signed_up`\]\(https:\/\/github\.com\/me\/shop\//,
  );
  expect(text).toMatch(/\| ❌ \| `drop-column` \| \[`stg_customers\.customer_name`\]/);
  expect(text).toContain('**`all_from_gb`**: 3 failing rows');
  expect(text).toMatch(
    /\| \[`stg_customers`\]\(\S+\) \| changed \| `SQL` \| removed `customer_name`, removed `signed_up`, added `origin`/,
  );
  expect(text).toContain('1 node further down rests on them.');
  expect(text).toContain('Tests: added `all_from_gb`.');
  expect(text).toContain('The same rows as before: `stg_customers`.');
  expect(text).toContain('- `customers_by_country was not built, so its rows were not compared.`');
  expect(text).toMatch(/- `Skipped because test all_from_gb failed`: `customers_by_country`, /);
}

describe('the workflow of the templates', () => {
  it('builds the base and the change, fails for what is not allowed, and keeps one comment', {
    timeout: 60_000,
  }, () => {
    const pull = pullRequest({ template: 'starter', files });
    const job = runBuildJob(pull, { TARGET: 'dev' });
    expect(codes(job)).toEqual({ Install: 0, 'Build the merge base': 0, Build: 1, Report: 1 });
    expect(logOf(job, 'Build')).toMatch(
      /^::error file=models\/staging\/stg_customers\.sql,line=1,col=1,title=all_from_gb failed::Got 3 results/m,
    );
    expect(logOf(job, 'Build the merge base')).not.toContain('::error');
    expect(logOf(job, 'Report')).toMatch(
      /^::error file=models\/staging\/stg_customers\.sql,line=1,col=1,title=TSDBT_CHANGE_REFUSED::drop-column stg_customers\.customer_name/m,
    );
    const report = readFileSync(join(pull.repository, 'reports/dev.md'), 'utf8');
    expectReport(report);
    expect(job.summary).toBe(`${report}\n`);

    const { steps } = stepsOfJob(join(pull.repository, WORKFLOW), 'comment');
    const expressions = {
      'github.token': 't',
      'github.repository': 'me/shop',
      'github.event.pull_request.number': '5',
    };
    const comment = () => runSteps(steps, { cwd: pull.repository, env: pull.env, expressions });
    expect(codes(comment())).toEqual({ Comment: 0 });
    expect(codes(comment())).toEqual({ Comment: 0 });
    expect(readFileSync(join(pull.ghFolder, 'body'), 'utf8')).toBe(`<!-- tsdbt report -->\n\n${report}`);
    const calls = readFileSync(join(pull.ghFolder, 'calls'), 'utf8').trim().split('\n');
    expect(calls.filter((call) => call.includes('--method')).map((call) => call.split(' --field')[0])).toEqual([
      'api --silent --method POST repos/me/shop/issues/5/comments',
      'api --silent --method PATCH repos/me/shop/issues/comments/7',
    ]);
  });

  it('does the same on Postgres, the base in a database of its own', { timeout: 60_000 }, () => {
    const { host, port, user, password } = inject('postgres');
    const own = Math.random().toString(36).slice(2);
    const server = { PGHOST: host, PGPORT: String(port), PGUSER: user, PGPASSWORD: password };
    const pull = pullRequest({ template: 'starter', files });
    const names = { PGDATABASE: 'postgres', BASE_DATABASE: `base_${own}` };
    // The database of the change is there in a container; this server is shared.
    const made = runSteps([{ name: 'change', run: `createdb change_${own}` }], {
      cwd: root,
      env: { ...pull.env, ...server, ...names },
      expressions: {},
    });
    expect(codes(made)).toEqual({ change: 0 });
    const job = runBuildJob(pull, { TARGET: 'postgres', ...server, ...names, PGDATABASE: `change_${own}` });
    expect(codes(job)).toEqual({ Install: 0, 'Build the merge base': 0, Build: 1, Report: 1 });
    expectReport(readFileSync(join(pull.repository, 'reports/postgres.md'), 'utf8'));
  });
});

describe('the action', () => {
  const inputs = {
    'inputs.version': '',
    'inputs.profiles-dir': '',
    'inputs.target': '',
    'inputs.arguments': '--exclude all_from_gb',
    'inputs.base-environment': '',
    'inputs.allow': `${body}tsdbt-allow: drop-column stg_customers.customer_name`,
    'inputs.max-row-loss': '10',
    'inputs.ignore-columns': 'stg_customers.origin built_at',
    'inputs.token': 't',
    'inputs.comment-key': 'tsdbt',
    'github.repository': 'me/shop',
    'github.event.pull_request.number': '5',
  };

  it('passes a change of a project in a subfolder whose losses are allowed', { timeout: 60_000 }, () => {
    const folder = 'dbt/shop';
    const pull = pullRequest({ template: 'starter', files, folder });
    writeFileSync(join(pull.ghFolder, 'refuses'), '');
    const cwd = join(pull.repository, folder);
    const job = runSteps(stepsOfAction(join(root, 'action.yml')), { cwd, env: pull.env, expressions: inputs });
    const all = ['Install', 'Build the merge base', 'Build', 'Report', 'Comment', 'Verdict'];
    expect(codes(job), job.steps.map(({ log }) => log).join('\n')).toEqual(
      Object.fromEntries(all.map((name) => [name, 0])),
    );
    expect(job.outputs.get('steps.verdict.outputs.verdict')).toBe('passed');
    const report = readFileSync(job.outputs.get('steps.report.outputs.report') ?? '', 'utf8');
    expect(report).toMatch(/^## ✅ tsdbt passed\n/);
    expect(report).toContain('/blob/abcdef1234567/dbt/shop/models/staging/stg_customers.sql');
    const sarif = JSON.parse(readFileSync(job.outputs.get('steps.report.outputs.sarif') ?? '', 'utf8'));
    expect(sarif.runs[0].results).toEqual([]);
    expect(logOf(job, 'Comment')).toContain('::notice title=tsdbt::The comment was left out');
    expect(existsSync(join(pull.ghFolder, 'body'))).toBe(false);
  });
});
