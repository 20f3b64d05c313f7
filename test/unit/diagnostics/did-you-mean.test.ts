import { describe, expect, it } from 'vitest';
import { closestNames, didYouMean } from '../../../core/diagnostics/did-you-mean.js';

describe('closestNames', () => {
  it('finds a missing letter, a swap and another case', () => {
    expect(closestNames('custmers', ['orders', 'customers'])).toEqual(['customers']);
    expect(closestNames('cutsomers', ['orders', 'customers'])).toEqual(['customers']);
    expect(closestNames('CUSTOMERS', ['customers'])).toEqual(['customers']);
  });

  it('takes a forgotten separator for one mistake', () => {
    expect(closestNames('notnull', ['not_null', 'unique'])).toEqual(['not_null']);
  });

  it('puts the nearest first and offers at most three', () => {
    expect(closestNames('order', ['orders', 'order', 'ordera', 'orderz'])).toEqual(['order', 'ordera', 'orders']);
  });

  it('offers nothing that is far away, and gives up on absurd lengths', () => {
    expect(closestNames('customers', ['payments'])).toEqual([]);
    expect(closestNames('x'.repeat(10_000), ['x'.repeat(9_999)])).toEqual([]);
  });

  it('words the hint', () => {
    expect(didYouMean(['a', 'b'])).toBe("Did you mean 'a' or 'b'?");
    expect(didYouMean([])).toBeUndefined();
  });
});
