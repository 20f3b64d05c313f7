import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Job } from '../../../core/execute/schedule/ready-queue.js';
import { schedule } from '../../../core/execute/schedule/schedule.js';

const job = (id: string, waitsFor: string[] = [], parts: Partial<Job> = {}): Job => ({
  id,
  waitsFor,
  depth: 0,
  isExclusive: false,
  ...parts,
});

interface Log {
  readonly events: string[];
  readonly left: readonly string[];
}

async function play(
  jobs: readonly Job[],
  settings: { threads?: number; fails?: readonly string[]; stopAfter?: number } = {},
): Promise<Log> {
  const events: string[] = [];
  let ended = 0;
  const left = await schedule(jobs, {
    threads: settings.threads ?? 2,
    run: async (id, thread) => {
      events.push(`start ${id} on ${thread}`);
      await new Promise((resolve) => setImmediate(resolve));
      events.push(`end ${id}`);
      ended++;
      return !(settings.fails ?? []).includes(id);
    },
    skip: (id, cause) => events.push(`skip ${id} for ${cause}`),
    isStopped: () => ended >= (settings.stopAfter ?? Number.POSITIVE_INFINITY),
  });
  return { events, left };
}

describe('schedule', () => {
  it('starts the deepest ready job first, then in the given order', async () => {
    const { events } = await play([job('a'), job('b', [], { depth: 2 }), job('c', [], { depth: 2 })], { threads: 1 });
    expect(events.filter((event) => event.startsWith('start'))).toEqual([
      'start b on 1',
      'start c on 1',
      'start a on 1',
    ]);
  });

  it('waits for what a job waits for and uses free threads', async () => {
    const { events } = await play([job('a'), job('b'), job('c', ['a', 'b'])]);
    expect(events).toEqual(['start a on 1', 'start b on 2', 'end a', 'end b', 'start c on 2', 'end c']);
  });

  it('prepares the next of what is exclusive while the one before comes to its end, and no further one', async () => {
    const events: string[] = [];
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    await schedule(
      [1, 2, 3].map((id) => job(`w${id}`, [], { isExclusive: true })),
      {
        threads: 4,
        run: async (id, _thread, onEnding) => {
          events.push(`start ${id}`);
          await turn();
          if (id !== 'w2') onEnding();
          if (id === 'w1') onEnding();
          events.push(`ending ${id}`);
          for (let wait = 0; wait < 5; wait++) await turn();
          events.push(`end ${id}`);
          return true;
        },
        skip: () => {},
        isStopped: () => false,
      },
    );
    expect(events).toEqual([
      ...['start w1', 'ending w1', 'start w2', 'ending w2', 'end w1'],
      ...['end w2', 'start w3', 'ending w3', 'end w3'],
    ]);
  });

  it('skips what lies below a failed job and runs the rest', async () => {
    const { events, left } = await play([job('a'), job('b', ['a']), job('c', ['b']), job('d')], { fails: ['a'] });
    expect(events).toContain('skip b for a');
    expect(events).toContain('skip c for b');
    expect(events).toContain('end d');
    expect(left).toEqual([]);
  });

  it('never runs two exclusive jobs at once, and lets others pass a busy one', async () => {
    const jobs = [job('w1', [], { isExclusive: true }), job('w2', [], { isExclusive: true }), job('r1'), job('r2')];
    const { events } = await play(jobs, { threads: 3 });
    expect(events.slice(0, 3)).toEqual(['start w1 on 1', 'start r1 on 2', 'start r2 on 3']);
    expect(events.indexOf('start w2 on 1')).toBeGreaterThan(events.indexOf('end w1'));
  });

  it('answers what it did not start when it is stopped', async () => {
    const { left } = await play([job('a'), job('b', ['a']), job('c', ['b'])], { stopAfter: 1 });
    expect(left).toEqual(['b', 'c']);
  });

  it('answers at once when there is nothing to do', async () => {
    expect(await play([])).toEqual({ events: [], left: [] });
  });

  it('ends for every graph: each job is run or skipped once, after what it waits for', async () => {
    const graphs = fc.array(fc.tuple(fc.array(fc.nat(30), { maxLength: 4 }), fc.boolean(), fc.boolean()), {
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(graphs, fc.integer({ min: 1, max: 5 }), async (rows, threads) => {
        const jobs = rows.map(([parents, isExclusive], index) => {
          const ids = [...new Set(parents.filter((parent) => parent < index))].map((parent) => `j${parent}`);
          return job(`j${index}`, ids, { isExclusive, depth: index % 3 });
        });
        const fails = rows.flatMap(([, , isFailing], index) => (isFailing ? [`j${index}`] : []));
        const { events, left } = await play(jobs, { threads, fails });
        expect(left).toEqual([]);
        const ended = events.filter((event) => !event.startsWith('start')).map((event) => event.split(' ')[1]);
        expect([...ended].sort()).toEqual(jobs.map(({ id }) => id).sort());
        for (const { id, waitsFor } of jobs) {
          const start = events.findIndex((event) => event.startsWith(`start ${id} `));
          if (start === -1) continue;
          for (const parent of waitsFor) expect(events.indexOf(`end ${parent}`)).toBeLessThan(start);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('ends with what a job throws instead of waiting for it for ever', async () => {
    const running = schedule([job('a')], {
      threads: 1,
      run: () => Promise.reject(new Error('defect')),
      skip: () => {},
      isStopped: () => false,
    });
    await expect(running).rejects.toThrow('defect');
  });
});
