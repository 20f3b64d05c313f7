import { describe, expect, it } from 'vitest';
import { toJunit } from '../../../../core/report/junit/to-junit.js';
import type { NodeResult } from '../../../../core/results/node-result.js';
import { modelNode as modelAt, nodeResult, testNode as testAt } from '../../../support/node-results.js';
import { readXml } from '../../../support/xml.js';

const at = (file: string) => ({ location: { file, line: 1, column: 1 } });
const modelNode = (name: string, materialized?: string) => ({
  ...modelAt(name, materialized),
  ...at(`models/${name}.sql`),
});
const testNode = (name: string) => ({ ...testAt(name), ...at('models/schema.yml') });
const same = (text: string) => text;
const run = (results: readonly NodeResult[], scrub = same) =>
  toJunit({ command: 'build', results, problems: [], startedAt: '2026-01-02T03:04:05.000000Z', elapsed: 2.5 }, scrub);
const attached = (name: string) => ({ ...testNode(name), attachedNode: 'model.shop.orders' });

describe('a run as JUnit XML', () => {
  it('has a suite for each kind of resource and a case for each node', () => {
    const results = [
      nodeResult(modelNode('orders', 'table')),
      nodeResult(modelNode('late'), { status: 'skipped', message: 'Skipped because model orders failed', timing: [] }),
      nodeResult(attached('not_null_orders_id'), {
        status: 'fail',
        failures: 1,
        message: 'Got 1 result, configured to fail if != 0',
        sample: { columns: [{ name: 'id', type: 'integer' }], rows: [[null]], query: 'select id from orders' },
      }),
    ];
    expect(run(results)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="tsdbt build" tests="3" failures="1" errors="0" skipped="1" time="2.500" timestamp="2026-01-02T03:04:05">
  <testsuite name="models" tests="2" failures="0" errors="0" skipped="1" time="0.240" timestamp="2026-01-02T03:04:05">
    <testcase name="orders" classname="shop" file="models/orders.sql" line="1" time="0.120"/>
    <testcase name="late" classname="shop" file="models/late.sql" line="1" time="0.120">
      <skipped message="Skipped because model orders failed"/>
    </testcase>
  </testsuite>
  <testsuite name="data tests" tests="1" failures="1" errors="0" skipped="0" time="0.120" timestamp="2026-01-02T03:04:05">
    <testcase name="not_null_orders_id" classname="shop.orders" file="models/schema.yml" line="1" time="0.120">
      <failure message="Got 1 result, configured to fail if != 0" type="fail">Got 1 result, configured to fail if != 0

id
null

select id from orders</failure>
    </testcase>
  </testsuite>
</testsuites>
`);
  });

  it('tells an error with its code, its place and what helps', () => {
    const diagnostic = {
      code: 'TSDBT_DATABASE_ERROR',
      severity: 'error',
      message: 'no such table: x',
      location: { file: 'models/orders.sql', line: 3, column: 7 },
      compiledPath: 'target/compiled/shop/models/orders.sql',
      hint: 'Create it.',
    } as const;
    const xml = readXml(
      run([
        nodeResult(modelNode('orders'), { status: 'error', message: 'no such table: x', diagnostics: [diagnostic] }),
      ]),
    );
    const [error] = xml.find('error');
    expect(error.attributes).toEqual({ message: 'no such table: x', type: 'TSDBT_DATABASE_ERROR' });
    expect(error.text).toBe(
      'no such table: x\nat models/orders.sql:3:7\ncompiled code at target/compiled/shop/models/orders.sql\nhint: Create it.',
    );
    expect(xml.find('testsuites')[0].attributes).toMatchObject({ tests: '1', failures: '0', errors: '1' });
  });

  it('passes a warning, and says what it is', () => {
    const xml = readXml(run([nodeResult(testNode('t'), { status: 'warn', failures: 2, message: 'Got 2 results' })]));
    expect(xml.find('testsuites')[0].attributes).toMatchObject({
      tests: '1',
      failures: '0',
      errors: '0',
      skipped: '0',
    });
    expect(xml.find('system-out')[0].text).toBe('Got 2 results');
  });

  it('counts what a cancel met while it ran as an error, and what had not begun as skipped', () => {
    const xml = readXml(
      run([
        nodeResult(modelNode('a'), { status: 'cancelled', message: 'Cancelled' }),
        nodeResult(modelNode('b'), { status: 'cancelled', message: 'Cancelled before it started', timing: [] }),
      ]),
    );
    expect(xml.find('testsuite')[0].attributes).toMatchObject({ errors: '1', skipped: '1' });
  });

  it('has a suite for mistakes that belong to no node', () => {
    const problem = {
      code: 'TSDBT_REF_MISSING',
      severity: 'error',
      message: "There is no model 'x'.",
      location: { file: 'models/a.sql', line: 2, column: 1 },
    } as const;
    const inputs = { command: 'run', results: [], problems: [problem], startedAt: '2026-01-02T03:04:05Z', elapsed: 0 };
    const xml = readXml(toJunit(inputs, same));
    expect(xml.find('testsuite')[0].attributes).toMatchObject({ name: 'project', tests: '1', errors: '1' });
    expect(xml.find('testcase')[0].attributes).toMatchObject({
      name: 'TSDBT_REF_MISSING',
      file: 'models/a.sql',
      line: '2',
    });
  });

  it.each([
    ['control characters', 'a\u0000b\u0007c\u001bd', 'a\\u0000b\\u0007c\\u001bd'],
    ['the end of a CDATA section', 'x ]]> y', 'x ]]> y'],
    ['halves of surrogate pairs', 'a\ud83d b\ude00 c\u{1f600}', 'a\\ud83d b\\ude00 c\u{1f600}'],
    ['no characters', 'a\ufffeb\uffffc', 'a\\ufffeb\\uffffc'],
    ['markup and quotes', `<a href="x">'&amp;'</a>`, `<a href="x">'&amp;'</a>`],
    ['line breaks and tabs', 'a\r\nb\tc', 'a\r\nb\tc'],
  ])('stays well-formed with %s in names and messages', (_, hostile, read) => {
    const node = { ...modelNode(hostile), ...at(hostile), fqn: ['shop', hostile, hostile] };
    const xml = readXml(run([nodeResult(node, { status: 'error', message: hostile })]));
    expect(xml.find('testcase')[0].attributes).toMatchObject({ name: read, file: read, classname: `shop.${read}` });
    expect(xml.find('error')[0].text).toBe(read);
  });

  it('takes secrets out before it escapes, and before it cuts', () => {
    const secret = `p&ss<${'w'.repeat(20)}`;
    const scrub = (text: string) => text.replaceAll(secret, '*****');
    const message = `${'x'.repeat(11_990)}${secret}`;
    const text = run(
      [nodeResult(modelNode('a'), { status: 'error', message: `password ${secret}\n${message}` })],
      scrub,
    );
    expect(text).toContain('password *****');
    expect(text).not.toContain('p&amp;ss');
    expect(text.length).toBeLessThan(14_000);
  });
});
