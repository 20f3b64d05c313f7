import { describe, expect, it } from 'vitest';
import { createScrubber, scrubbable } from '../../../core/diagnostics/scrub.js';

describe('createScrubber', () => {
  const secret = `p@ss "w'rd/100%`;
  it.each([
    ['as it is', secret],
    ['in a URL', "p%40ss%20%22w'rd%2F100%25"],
    ['in a form', "p%40ss+%22w'rd%2F100%25"],
    ['in JSON', JSON.stringify(secret).slice(1, -1)],
    ['in an SQL literal', `p@ss "w''rd/100%`],
    ['in a quoted name', `p@ss ""w'rd/100%`],
  ])('hides a secret %s', (_, spelling) => {
    expect(createScrubber([secret])(`before ${spelling} after`)).toBe('before ***** after');
  });

  it('hides the longer secret when one begins with the other', () => {
    expect(createScrubber(['hunter', 'hunter22'])('hunter22 hunter')).toBe('***** *****');
  });

  it('changes nothing without secrets', () => {
    expect(createScrubber([''])('text')).toBe('text');
  });

  it('takes characters of patterns as they are', () => {
    expect(createScrubber(['a.c*'])('abcc a.c*')).toBe('abcc *****');
  });

  it('copes with half a surrogate pair', () => {
    expect(createScrubber(['bad\ud800secret'])('x bad\ud800secret y')).toBe('x ***** y');
  });
});

describe('scrubbable', () => {
  it('leaves out what would mask half of every file', () => {
    expect(scrubbable(['abc', 'Model', 'correct horse'], [])).toEqual(['correct horse']);
  });

  it('leaves out what is printed anyway', () => {
    expect(scrubbable(['analytics'], ['db.analytics.example'])).toEqual([]);
  });
});
