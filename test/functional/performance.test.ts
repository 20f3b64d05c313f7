/**
 * A guard against steps back: how much code common commands execute, against what is stored (`npm run bench:store`), and how it
 * grows with the project. Counts of executed blocks are the same on a busy machine, which times are not.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { measureWork, STORED_SIZE } from '../bench/guard/measure-work.js';
import { bin } from '../support/cli.js';

type Work = ReturnType<typeof measureWork>;

/** What the same code may differ by, from one version of Node to another. */
const TOLERANCE = 1.1;
/** Of a project twice as large. */
const LARGEST_GROWTH = 2.15;

const stored: Work = JSON.parse(readFileSync(join(import.meta.dirname, '../bench/guard/work.json'), 'utf8'));

describe('the work of commands', () => {
  let work: Work = {};
  let half: Work = {};

  beforeAll(() => {
    work = measureWork(bin, STORED_SIZE);
    half = measureWork(bin, STORED_SIZE / 2);
  }, 300_000);

  it.each(Object.keys(stored))('%s: is no more than what is stored', (name) => {
    const ratio = (work[name] ?? Number.NaN) / (stored[name] ?? Number.NaN);
    expect(ratio, `${work[name]} blocks, ${stored[name]} are stored`).toBeLessThan(TOLERANCE);
  });

  it.each(Object.keys(stored))('%s: does not grow faster than the project', (name) => {
    expect((work[name] ?? Number.NaN) / (half[name] ?? Number.NaN)).toBeLessThan(LARGEST_GROWTH);
  });

  it('is stored for every case', () => {
    expect(Object.keys(work)).toEqual(Object.keys(stored));
  });
});
