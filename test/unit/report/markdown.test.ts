import { describe, expect, it } from 'vitest';
import { githubLinks, inRepository, noLinks } from '../../../core/report/links.js';
import { dataTable, fence } from '../../../core/report/markdown/blocks.js';
import { fitToLimit } from '../../../core/report/markdown/fit-to-limit.js';
import { code, htmlCode } from '../../../core/report/markdown/inline.js';
import { reportMarkdown } from '../../../core/report/markdown/report-markdown.js';
import { finding, nodeRecord, runRecord, testRecord } from '../../support/run-record.js';

const links = githubLinks({
  server: 'https://github.com',
  repository: 'me/shop',
  sha: 'abcdef1',
  runId: '42',
  projectPath: 'analytics',
});

describe('code', () => {
  it.each([
    ['orders', '`orders`'],
    ['a`b', '``a`b``'],
    ['`', '`` ` ``'],
    ['a|b', '<code>a&#124;b</code>'],
    ['a\\', '<code>a&#92;</code>'],
    ['two\nlines\tand\u202e more', '<code>two&#92;nlines&#92;tand&#92;u202e more</code>'],
    ['@octocat <b>#1</b>', '`@octocat <b>#1</b>`'],
    ['', '<code></code>'],
    [' ', '<code>&#160;</code>'],
  ])('shows %j as it is', (text, markdown) => {
    expect(code(text)).toBe(markdown);
  });

  it('leaves nothing for HTML to read in a summary line', () => {
    expect(htmlCode('</summary><img src=x>')).toBe('<code>&#60;&#47;summary&#62;&#60;img src&#61;x&#62;</code>');
  });
});

describe('blocks', () => {
  it('fences text that holds fences', () => {
    expect(fence('a\n````\nb')).toBe('`````text\na\n````\nb\n`````');
  });

  it('lays out rows, null apart from an empty text, long values cut', () => {
    const rows = [
      ['1', null],
      ['22', ''],
      ['3', `${'x'.repeat(59)}yz`],
      ['4', 'a\nb'],
    ];
    expect(dataTable(['id', 'e|mail'], rows)).toBe(
      [
        '```text',
        'id | e|mail',
        `---|-${'-'.repeat(60)}`,
        '1  | NULL',
        '22 |',
        `3  | ${'x'.repeat(59)}…`,
        '4  | a\\nb',
        '```',
      ].join('\n'),
    );
  });
});

describe('fitToLimit', () => {
  const section = (title: string, ...blocks: string[]) => ({ title, noun: 'things', blocks });

  it('leaves out whole blocks, says how many and where the rest is, and never passes the limit', () => {
    const big = `\`\`\`text\n${'x'.repeat(300)}\n\`\`\``;
    const all = [section('A', 'short', big), section('B', big), section('C', 'end')];
    const text = fitToLimit('# head', all, 'foot', { limit: 330, wholeUrl: 'https://x.test/1' });
    expect(text).toBe(
      [
        '# head',
        '### A',
        'short',
        '1 more things not shown here.',
        '### C',
        'end',
        '**This report is too long to be shown whole:** [the job summary](https://x.test/1) and `tsdbt report` tell the rest.',
        'foot',
      ].join('\n\n'),
    );
    for (let limit = 250; limit < 1200; limit += 7) {
      const cut = fitToLimit('# head', all, 'foot', { limit, wholeUrl: null });
      expect(cut.length).toBeLessThanOrEqual(limit);
      expect((cut.match(/```/g) ?? []).length % 2).toBe(0);
    }
  });
});

describe('links', () => {
  it('point into the repository, from its root', () => {
    expect(links.file('models/a (1).sql', 3)).toBe(
      'https://github.com/me/shop/blob/abcdef1/analytics/models/a%20%281%29.sql#L3',
    );
    expect(links.run).toBe('https://github.com/me/shop/actions/runs/42');
  });

  it('never leave it', () => {
    expect(inRepository('analytics', '../macros/x.sql')).toEqual(['macros', 'x.sql']);
    expect(inRepository('analytics', '../../x.sql')).toBeNull();
    expect(links.file('/etc/passwd', 1)).toBeNull();
    const hostile = { server: 'https://x)](evil', repository: 'a/b', sha: 'abcdef1', runId: null, projectPath: '' };
    expect(githubLinks(hostile)).toBe(noLinks);
  });
});

describe('reportMarkdown', () => {
  it('tells the verdict first, then each cause once', () => {
    const run = runRecord([
      nodeRecord('customers'),
      nodeRecord('orders', {
        status: 'error',
        findings: [
          finding('no such column: amout', {
            hint: "Did you mean 'amount'?",
            place: { file: 'models/orders.sql', line: 3, column: 8 },
            compiled_path: 'target/compiled/shop/models/orders.sql',
          }),
        ],
      }),
      nodeRecord('daily', { status: 'skipped', was_started: false, message: 'Skipped because model orders failed' }),
      nodeRecord('weekly', { status: 'skipped', was_started: false, message: 'Skipped because model orders failed' }),
      testRecord('unique_customers_id', 'customers', {
        status: 'fail',
        failures: 7,
        message: 'Got 7 results, configured to fail if != 0',
        sample: {
          columns: ['id', 'n'],
          rows: [
            ['4', '2'],
            ['9', '3'],
          ],
          query: 'select 1',
        },
      }),
    ]);
    expect(reportMarkdown({ run, base: null }, { links, limit: 65_000 })).toBe(`## ❌ tsdbt failed

\`shop\`, target \`dev\` (\`sqlite\`): \`tsdbt build\` in 4.25 s.
5 nodes: 1 passed, 2 failed, 2 skipped.

### Errors

**\`orders\`** (\`table\`) [\`models/orders.sql\`](https://github.com/me/shop/blob/abcdef1/analytics/models/orders.sql)

[\`models/orders.sql:3:8\`](https://github.com/me/shop/blob/abcdef1/analytics/models/orders.sql#L3) \`TSDBT_NODE_FAILED\`

\`\`\`text
no such column: amout
hint: Did you mean 'amount'?
\`\`\`

Compiled SQL: \`target/compiled/shop/models/orders.sql\`

### Failing tests

**\`unique_customers_id\`**: 7 failing rows

[\`models/customers.sql:1\`](https://github.com/me/shop/blob/abcdef1/analytics/models/customers.sql#L1), column \`id\`, declared at [\`models/schema.yml:7\`](https://github.com/me/shop/blob/abcdef1/analytics/models/schema.yml#L7)

\`\`\`text
id | n
---|--
4  | 2
9  | 3
\`\`\`

The first 2 of them. All of them: \`tsdbt show --select unique_customers_id\`.

### Skipped

- \`Skipped because model orders failed\`: \`daily\`, \`weekly\`

### Slowest

| node | kind | time | rows |
| --- | --- | --: | --: |
| \`customers\` | \`table\` | 0.10 s | 3 |
| \`orders\` | \`table\` | 0.10 s | 3 |
| \`unique_customers_id\` | \`test\` | 0.10 s |  |

### Nodes

<details><summary>4 nodes</summary>

| node | kind | status | rows | time |
| --- | --- | --- | --: | --: |
| \`customers\` | \`table\` | success | 3 | 0.10 s |
| \`orders\` | \`table\` | error | 3 | 0.10 s |
| \`daily\` | \`table\` | skipped | 3 |  |
| \`weekly\` | \`table\` | skipped | 3 |  |

</details>

<sub>Run of \`2026-11-21T12:00:00.000000Z\`, tsdbt \`0.1.0\`.</sub>
`);
  });

  it('says that all is well, and what warns', () => {
    const well = reportMarkdown({ run: runRecord([nodeRecord('a')]), base: null }, { links: noLinks, limit: 65_000 });
    expect(well).toMatch(/^## ✅ tsdbt passed\n\n.*\n1 node: 1 passed\.\n/);
    const warned = runRecord([testRecord('t', 'a', { status: 'warn', failures: 2, message: 'Got 2 results' })]);
    const text = reportMarkdown({ run: warned, base: null }, { links: noLinks, limit: 65_000 });
    expect(text).toMatch(/^## ⚠️ tsdbt passed with warnings\n/);
    expect(text).toContain('### Warnings\n\n**`t`**: 2 failing rows');
  });

  it('tells what kept all nodes from starting once', () => {
    const unstarted = { status: 'error', was_started: false, message: 'no connection' } as const;
    const run = runRecord(['a', 'b', 'c'].map((name) => nodeRecord(name, unstarted)));
    const text = reportMarkdown({ run, base: null }, { links: noLinks, limit: 65_000 });
    expect(text.match(/no connection/g)).toHaveLength(1);
    expect(text).toContain('The same for `b`, `c`.');
  });

  it('stays Markdown whatever the data holds', () => {
    const hostile = '|`x`|\n```\n</blink> @octocat ![](http://x.test)\u202e';
    const sample = { columns: [hostile], rows: [[hostile]], query: '' };
    const run = runRecord([
      testRecord(hostile, hostile, { status: 'fail', failures: 1, message: hostile, sample }),
      nodeRecord(hostile, { status: 'error', findings: [finding(hostile)] }),
    ]);
    const text = reportMarkdown({ run, base: null }, { links, limit: 65_000 });
    const outside = text
      .replaceAll(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '')
      .replaceAll(/\]\([^)\s]*\)/g, '')
      .replaceAll(/<code>[^<]*<\/code>/g, '');
    expect(outside).not.toMatch(/octocat|blink|x\.test|\u202e/);
  });
});
