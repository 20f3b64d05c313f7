import { describe, expect, it } from 'vitest';
import { settleReused, unsettled } from '../../../../core/execute/reuse/settle-reused.js';
import type { Job } from '../../../../core/execute/schedule/ready-queue.js';

const job = (id: string, waitsFor: readonly string[] = [], depth = 0): Job => ({
  id,
  waitsFor,
  depth,
  isExclusive: true,
});
const jobs = [job('c', ['b']), job('a', [], 2), job('b', ['a'], 1), job('d', ['b', 'x']), job('x', [], 1)];

describe('what is reused before anything is scheduled', () => {
  it('is all of it in the order in which it would have been started', () => {
    expect([...settleReused(jobs, () => true)]).toEqual(['a', 'b', 'x', 'c', 'd']);
  });

  it('asks about no node that waits for one that is built', () => {
    const asked: string[] = [];
    const settled = settleReused(jobs, (id) => {
      asked.push(id);
      return id !== 'b';
    });
    expect([asked, [...settled]]).toEqual([
      ['a', 'b', 'x'],
      ['a', 'x'],
    ]);
  });

  it('is waited for by none of the others', () => {
    const left = unsettled(jobs, new Set(['a', 'x']));
    expect(left.map(({ id, waitsFor }) => [id, waitsFor])).toEqual([
      ['c', ['b']],
      ['b', []],
      ['d', ['b']],
    ]);
  });
});
