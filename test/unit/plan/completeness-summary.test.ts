import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../core/adapter/cell.js';
import { summaryCode, summaryText } from '../../../core/plan/materializations/completeness-summary.js';
import type { DataTestNode } from '../../../core/resources/node.js';
import { otherNode } from '../../support/manifest.js';

const text = (...rows: Cell[][]) => summaryText({ columns: [], rows, rowsAffected: null, message: '' });
const decimal = (digits: string): Cell => ({ kind: 'decimal', text: digits });

describe('what completeness states', () => {
  it('gives the share with its numbers', () => {
    expect(text([decimal('0.980000'), 49n, 50n])).toBe('complete: 0.98 (49 of 50)');
    expect(text([1, 50n, 50n])).toBe('complete: 1 (50 of 50)');
    expect(text([null, null, 0n])).toBe('complete: no rows');
  });

  it('gives one share per group, and does not list them without end', () => {
    expect(text(['vendor a', decimal('1.000000'), 3n, 3n], [null, 0.5, 1n, 2n])).toBe(
      'complete: vendor a 1 (3 of 3), null 0.5 (1 of 2)',
    );
    const many = Array.from({ length: 21 }, (_, index): Cell[] => [`g${index}`, 1, 1n, 1n]);
    expect(text(...many)).toMatch(/g19 1 \(1 of 1\), and more$/);
  });

  it('is asked for by the code of the test, for the built-in test only', () => {
    const rawCode = '{{ test_completeness(**_dbt_generic_test_kwargs) }}';
    const testMetadata = { name: 'completeness', namespace: null, kwargs: {} };
    const node = otherNode('test', 't', { rawCode, testMetadata }) as DataTestNode;
    expect(summaryCode(node, () => 'built-in')).toBe('{{ test_completeness_summary(**_dbt_generic_test_kwargs) }}');
    expect(summaryCode(node, () => 'project')).toBeNull();
    expect(summaryCode({ ...node, testMetadata: null }, () => 'built-in')).toBeNull();
  });
});
