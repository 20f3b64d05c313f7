import { describe, expect, it } from 'vitest';
import { durationText, type ProgressState, progressLines } from '../../../../../cli/reporter/live/progress-lines.js';
import { displayWidth } from '../../../../../cli/reporter/text/measure.js';
import { colorStyle, plainStyle } from '../../../../../cli/reporter/text/style.js';

const state = (changes: Partial<ProgressState> = {}): ProgressState => ({
  running: [],
  runningCount: 0,
  total: 40,
  counts: { pass: 10, warn: 1, error: 2, skip: 3 },
  startedAt: 0,
  now: 65_000,
  tick: 0,
  ...changes,
});
const nodes = (count: number, name = 'sql view model main.orders') => ({
  running: Array.from({ length: count }, (_, index) => ({ name, since: index * 1000 })),
  runningCount: count,
});
const screen = (columns: number, rows = 24) => ({ columns, rows, style: plainStyle });

describe('progressLines', () => {
  it('counts what became of the nodes', () => {
    expect(progressLines(state(nodes(1)), screen(100)).at(-1)).toBe(
      '| 16 of 40 in 1m 05s, 2 failed, 1 warned, 3 skipped, 1 running, 10 passed',
    );
  });

  it('leaves out of the counts what does not fit, failures last', () => {
    const counts = (columns: number) => progressLines(state(nodes(1)), screen(columns)).at(-1);
    expect(counts(60)).toBe('| 16 of 40 in 1m 05s, 2 failed, 1 warned, 3 skipped');
    expect(counts(40)).toBe('| 16 of 40 in 1m 05s, 2 failed');
    expect(counts(16)).toBe('| 16 of 40 i...');
  });

  it('names eight nodes at most, with the time of each', () => {
    const lines = progressLines(state(nodes(12)), screen(60));
    expect(lines).toHaveLength(9);
    expect(lines[0]).toBe('  sql view model main.orders                         1m 05s');
    expect(lines[6]).toBe('  sql view model main.orders                          59.0s');
    expect(lines[7]).toBe('  ... and 5 more');
    expect(progressLines(state(nodes(8)), screen(60)).join('\n')).not.toContain('more');
  });

  it.each([1, 2, 5, 6, 8])('fits a terminal of %i rows, with a row for the cursor', (rows) => {
    expect(progressLines(state(nodes(12)), screen(60, rows)).length).toBeLessThanOrEqual(Math.max(1, rows - 1));
  });

  it.each([1, 8, 20, 40, 60, 200])(
    'draws nothing as wide as a screen of %i columns, wide characters too',
    (columns) => {
      const lines = progressLines(state(nodes(12, 'sql view model 注文.データ😀 '.repeat(9))), screen(columns));
      for (const line of lines) expect(displayWidth(line)).toBeLessThan(Math.max(2, columns));
    },
  );

  it('keeps times near to names on a wide screen', () => {
    expect(displayWidth(progressLines(state(nodes(1)), screen(250))[0])).toBe(100);
  });

  it('paints counts, and only them', () => {
    const line = progressLines(state(), { ...screen(80), style: colorStyle }).at(-1);
    expect(line).toContain('\u001b[31m2 failed\u001b[39m');
  });
});

describe('durationText', () => {
  it.each([
    [0, 1, '0.0s'],
    [2349, 1, '2.3s'],
    [59_999, 1, '59.9s'],
    [60_000, 1, '1m 00s'],
    [3_599_000, 0, '59m 59s'],
    [3_720_000, 0, '1h 02m'],
    [-5, 0, '0s'],
  ] as const)('%i ms with %i digits is %s', (ms, digits, text) => {
    expect(durationText(ms, digits)).toBe(text);
  });
});
