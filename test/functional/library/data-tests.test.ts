/** `tsdbt/vitest` in a real Vitest: what its report says of a project whose tests pass, fail, warn and are skipped. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder, writeFiles } from '../../support/cli.js';
import { entries, shop } from '../../support/library/built.js';

/** As far as it is looked at. */
interface JsonReport {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** What is built runs as it is. */
const config = 'export default { test: { server: { deps: { external: [/\\/dist\\//] } } } };\n';

/** Runs test files in a Vitest of their own; answers its report and what it printed. */
async function runVitest(files: Readonly<Record<string, string>>) {
  const folder = tempFolder();
  writeFiles(folder, { ...files, 'vitest.config.mjs': config });
  const cli = join(createRequire(import.meta.url).resolve('vitest/package.json'), '../vitest.mjs');
  const args = ['run', '--root', folder, '--reporter=verbose', '--reporter=json', '--outputFile.json=report.json'];
  const env = { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1' };
  const child = spawn(process.execPath, [cli, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  await new Promise((resolve) => child.on('close', resolve));
  const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as JsonReport;
  const tests = new Map(
    report.testResults.flatMap(({ assertionResults }) => assertionResults).map((each) => [each.fullName, each]),
  );
  return { report, tests, output };
}

const file = (folder: string, options: string) => `
import { loadProject } from ${JSON.stringify(entries.tsdbt)};
import { adapters } from ${JSON.stringify(entries.adapters)};
import { dataTests } from ${JSON.stringify(entries.vitest)};
const project = await loadProject(${JSON.stringify(folder)}, { adapters, env: { DBT_ENV_SECRET_NAME: 'bobby-tables' } });
await dataTests(project, ${options});
`;

it('declares each data test as a test of Vitest, with its place, its rows and what became of it', async () => {
  const good = shop();
  const mixed = shop({
    'seeds/raw_orders.csv': 'id,customer,amount\n1,ann,1\n2,,2\n3,bobby-tables,3\n',
    'models/bad.sql': "select nope from {{ ref('orders') }}",
    'models/schema.yml': `models:
  - name: totals
    columns:
      - name: customer
        data_tests:
          - unique
          - not_null
          - accepted_values:
              name: knows_them
              values: [ann]
              config: { severity: warn }
  - name: bad
    columns:
      - name: nope
        data_tests: [not_null]
`,
  });
  const { report, tests, output } = await runVitest({
    'mixed.test.ts': file(mixed, '{ build: true }'),
    'missing.test.ts': file(good, '{ select: "not_null_totals_customer" }'),
    'nothing.test.ts': file(good, '{ select: "orders" }'),
  });
  const name = (words: string) => `data tests of shop ${words}`;
  expect(Object.fromEntries([...tests].map(([key, { status }]) => [key, status]))).toEqual({
    [name('builds what they read')]: 'failed',
    [name('not_null_bad_nope (models/schema.yml:15)')]: 'skipped',
    [name('not_null_totals_customer (models/schema.yml:7)')]: 'failed',
    [name('knows_them (models/schema.yml:8)')]: 'passed',
    [name('unique_totals_customer (models/schema.yml:6)')]: 'passed',
    // Without `build` only the test runs, and its model was never made.
    [name('not_null_totals_customer (models/schema.yml:5)')]: 'failed',
  });
  expect(report.success).toBe(false);
  const [message] = tests.get(name('not_null_totals_customer (models/schema.yml:7)'))?.failureMessages ?? [];
  expect(message).toContain('not_null_totals_customer found 1 row (models/schema.yml:7:');
  expect(message).toContain('{"customer":null');
  expect(message).toMatch(/where "?customer"? is null/i);
  expect(tests.get(name('builds what they read'))?.failureMessages[0]).toContain('models/bad.sql:1:8');
  // The warning passes, with an annotation that says what was found, but no secret.
  expect(output).toMatch(/knows_them found 1 row \(models\/schema\.yml:8:\d+\)\s+\{"value_field":"\*+"/);
  expect(output).not.toContain('bobby-tables');
  expect(output).toContain('shop/models/schema.yml:7');
  expect(output).toMatch(/no such table: .*totals/);
  expect(output).toContain('The selection holds no data test of shop.');
});
