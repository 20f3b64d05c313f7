import { describe, expect, it } from 'vitest';
import { createChangeQueue } from '../../../../cli/watch/session/change-queue.js';

describe('the queue of saved files', () => {
  it('gives a single save after a moment, and nothing twice', () => {
    const queue = createChangeQueue();
    expect(queue.wait(0)).toBeNull();
    queue.push('/a.sql', 1000);
    queue.push('/a.sql', 1005);
    expect(queue.wait(1005)).toBe(20);
    expect(queue.wait(1025)).toBe(0);
    expect(queue.take()).toEqual(['/a.sql']);
    expect(queue.wait(1025)).toBeNull();
  });

  it('waits for the end of a burst, so that a hundred files are one batch', () => {
    const queue = createChangeQueue();
    for (let file = 0; file < 100; file++) queue.push(`/m${file}.sql`, 1000 + file * 10);
    expect(queue.wait(1990)).toBe(150);
    expect(queue.wait(2140)).toBe(0);
    expect(queue.take()).toHaveLength(100);
  });

  it('does not wait for ever for somebody who never stops', () => {
    const queue = createChangeQueue();
    let now = 0;
    while (queue.wait(now) !== 0) {
      now += 10;
      queue.push(`/m${now}.sql`, now);
    }
    expect(now).toBeLessThanOrEqual(3_020);
  });

  it('keeps what comes after a batch was taken', () => {
    const queue = createChangeQueue();
    queue.push('/a.sql', 0);
    queue.take();
    queue.push('/b.sql', 5);
    expect(queue.take()).toEqual(['/b.sql']);
  });
});
