import { describe, expect, it } from 'vitest';
import { sampleLines } from '../../../../cli/reporter/comparison/sample-lines.js';
import { plainStyle } from '../../../../cli/reporter/text/style.js';
import type { Comparison } from '../../../../core/compare/comparison.js';

describe('the rows of a comparison', () => {
  it('tell an empty text from nothing, so that rows that differ never look the same', () => {
    const common = ['id', 'note'].map((name) => ({ name, type: 'text' }));
    const comparison: Comparison = {
      columns: { added: [], removed: [], retyped: [], common },
      key: { columns: ['id'], nulls: { before: 1, after: 1 }, repeated: { before: 0, after: 0 } },
      rows: { before: 2, after: 2, added: 1, removed: 1, changed: 1, same: 0 },
      perColumn: [{ name: 'note', mismatches: 1 }],
      samples: [
        { kind: 'changed', before: ['a', null], after: ['a', ''], changedColumns: ['note'], times: 1 },
        { kind: 'added', before: null, after: [null, ''], times: 1 },
        { kind: 'removed', before: [null, null], after: null, times: 1 },
      ],
    };
    const rows = sampleLines(comparison, { style: plainStyle, width: null }).filter((line) => /\|.*\|/.test(line));
    expect(rows.filter((line) => !/-{2}|note/.test(line))).toEqual([
      "  | a  | null -> '' |",
      "  |    | ''   |",
      '  |    |      |',
    ]);
  });
});
