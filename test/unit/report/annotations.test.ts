import { describe, expect, it } from 'vitest';
import { type Annotation, annotationsOf } from '../../../core/report/github/annotations.js';
import { annotationLine, annotationLines, withoutCommands } from '../../../core/report/github/workflow-commands.js';
import { finding, nodeRecord, runRecord, testRecord } from '../../support/run-record.js';

describe('annotationsOf', () => {
  it('puts errors at their place, failing tests at the tested model, paths from the root of the repository', () => {
    const run = runRecord(
      [
        testRecord('few_rows', 'b', { status: 'warn', message: 'Got 1 result' }),
        testRecord('unique_a_id', 'a', {
          status: 'fail',
          message: 'Got 2 results',
          sample: { columns: ['id', 'n'], rows: [['4', null]], query: '' },
        }),
        nodeRecord('c', {
          status: 'error',
          findings: [finding('no such column', { place: { file: 'models/c.sql', line: 3, column: 8 }, hint: 'Look.' })],
        }),
        nodeRecord('d', { status: 'skipped' }),
      ],
      { findings: [finding('a warning', { severity: 'warning' })] },
    );
    expect(annotationsOf(run, 'dbt/shop')).toEqual([
      {
        ...{ level: 'error', file: 'dbt/shop/models/c.sql', line: 3, column: 8 },
        ...{ title: 'table c failed', message: 'no such column\nLook.' },
      },
      {
        ...{ level: 'error', file: 'dbt/shop/models/a.sql', line: 1, column: 1, title: 'unique_a_id failed' },
        message: 'Got 2 results\nDeclared at models/schema.yml:7.\nid | n\n4 | NULL',
      },
      {
        ...{ level: 'warning', file: 'dbt/shop/models/b.sql', line: 1, column: 1, title: 'few_rows warns' },
        message: 'Got 1 result\nDeclared at models/schema.yml:7.',
      },
      {
        ...{ level: 'warning', file: null, line: null, column: null },
        ...{ title: 'TSDBT_NODE_FAILED', message: 'a warning' },
      },
    ]);
  });

  it('says once what kept several nodes from starting', () => {
    const place = { file: 'profiles.yml', line: 1, column: 1 };
    const failed = { status: 'error', findings: [finding('no connection', { place })] } as const;
    const nodes = ['a', 'b'].map((name) => nodeRecord(name, { ...failed, findings: [...failed.findings] }));
    expect(annotationsOf(runRecord(nodes), '')).toHaveLength(1);
  });
});

describe('annotationLine', () => {
  const annotation: Annotation = {
    ...{ level: 'error', file: 'models/a,b:c.sql', line: 3, column: 8 },
    ...{ title: '50%: off, really', message: '100%\r\nsure: yes, ::error::no' },
  };

  it('escapes what would end a property or the line', () => {
    expect(annotationLine(annotation)).toBe(
      '::error file=models/a%2Cb%3Ac.sql,line=3,col=8,title=50%25%3A off%2C really::100%25%0D%0Asure: yes, ::error::no',
    );
  });

  it('names no file that is not known', () => {
    expect(annotationLine({ ...annotation, file: null, title: 'x', message: 'y' })).toBe('::error title=x::y');
  });

  it('tells in words what GitHub would drop', () => {
    const many = (level: 'error' | 'warning', count: number) =>
      Array.from({ length: count }, (_, index): Annotation => ({ ...annotation, level, title: `${level} ${index}` }));
    const lines = annotationLines([...many('warning', 11), ...many('error', 13)]);
    expect(lines).toHaveLength(21);
    expect(lines[0]).toContain('title=error 0::');
    expect(lines[9]).toContain('title=error 9::');
    expect(lines[10]).toContain('title=warning 0::');
    expect(lines[20]).toBe('3 errors and 1 warning more: see the job summary.');
  });
});

describe('withoutCommands', () => {
  it.each([
    ['::add-mask::secret', ':\u200b:add-mask::secret'],
    ['fine\n  ::set-output name=x::y', 'fine\n  :\u200b:set-output name=x::y'],
    ['a ##[error]b', 'a ##\u200b[error]b'],
    ['select 1::int', 'select 1::int'],
  ])('%j says nothing to the runner', (text, inert) => {
    expect(withoutCommands(text)).toBe(inert);
  });
});
