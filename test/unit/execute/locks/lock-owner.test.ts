import { describe, expect, it } from 'vitest';
import { createScrubber } from '../../../../core/diagnostics/scrub.js';
import { describeHolder } from '../../../../core/execute/locks/describe-holder.js';
import { lockOwner } from '../../../../core/execute/locks/lock-owner.js';
import type { JsonObject } from '../../../../core/resources/json.js';

const ownerOf = (args: JsonObject) =>
  lockOwner(
    { id: 'i', startedAt: '2026-01-31T10:00:00.000000Z', which: 'build', flags: {}, args, env: {}, toolVersion: '1' },
    { host: 'box', pid: 7, timeoutMs: 0, scrub: createScrubber(['hunter2']) },
  );

describe('the owner of locks', () => {
  it('is known by its command and its selection', () => {
    const args = { which: 'build', exclude: ['b'], select: ['a+', 'tag:x'], full_refresh: true, threads: 4 };
    expect(ownerOf(args)).toEqual({
      host: 'box',
      pid: 7,
      startedAt: '2026-01-31T10:00:00.000000Z',
      command: 'tsdbt build --select a+ tag:x --exclude b --full-refresh',
      invocationId: 'i',
    });
  });

  it('tells no variables and no secrets', () => {
    const { command } = ownerOf({ select: ['tag:hunter2'], vars: { password: 'hunter2' }, profile: 'p' });
    expect(command).toBe('tsdbt build --select tag:*****');
  });
});

describe('words for a holder', () => {
  const owner = ownerOf({});

  it('name the command, host, process, start and what both want', () => {
    const relations = ['main.orders', 'main.people'];
    expect(describeHolder({ owner, description: 'x', relations })).toBe(
      'main.orders and main.people are locked by `tsdbt build` on host box, process 7, started at 2026-01-31 10:00:00 UTC',
    );
  });

  it('name what the database knows when the holder says nothing', () => {
    const holder = { owner: null, description: 'server process 12 of role etl', relations: ['main.orders'] };
    expect(describeHolder(holder)).toBe('main.orders is locked by server process 12 of role etl');
    expect(describeHolder({ ...holder, relations: [] })).toBe(
      'what this run writes is locked by server process 12 of role etl',
    );
  });

  it('name five relations and count the rest', () => {
    const relations = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    expect(describeHolder({ owner: null, description: 'x', relations })).toBe(
      'a, b, c, d, e and 2 more are locked by x',
    );
  });
});
