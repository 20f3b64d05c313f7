import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOutput } from '../../../../../cli/output.js';
import { createProgress } from '../../../../../cli/reporter/live/progress.js';
import { plainStyle } from '../../../../../cli/reporter/text/style.js';
import { screen } from '../../../../support/screen.js';

function terminal(columns = 60, rows = 24) {
  const shown = screen(columns, rows);
  const size = { columns, rows };
  const progress = createProgress({
    write: shown.write,
    columns: () => size.columns,
    rows: () => size.rows,
    now: () => Date.now(),
    style: plainStyle,
  });
  return { shown, size, progress };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the live lines of a run', () => {
  it('show what runs and how much is done, below what was written', () => {
    const { shown, progress } = terminal();
    progress.begin(3);
    progress.nodeStarted('a', 'sql table model main.a');
    vi.advanceTimersByTime(2300);
    expect(shown.lines()).toEqual([
      '  sql table model main.a                               2.3s',
      '\\ 0 of 3 in 2s, 1 running',
    ]);
    progress.nodeFinished('a', 'error');
    progress.around(() => shown.write('1 of 3 ERROR a\n'));
    vi.advanceTimersByTime(100);
    expect(shown.lines()).toEqual(['1 of 3 ERROR a', '| 1 of 3 in 2s, 1 failed']);
    progress.end();
    vi.advanceTimersByTime(1000);
    expect(shown.lines()).toEqual(['1 of 3 ERROR a']);
  });

  it('show a query that answers several tests, which is no node', () => {
    const { shown, progress } = terminal();
    progress.begin(3);
    progress.nodeStarted('scan 1', '3 tests of orders');
    vi.advanceTimersByTime(200);
    expect(shown.lines()).toEqual([
      '  3 tests of orders                                    0.2s',
      '- 0 of 3 in 0s, 1 running',
    ]);
    progress.scanFinished('scan 1');
    vi.advanceTimersByTime(100);
    expect(shown.lines()).toEqual(['\\ 0 of 3 in 0s']);
    progress.end();
  });

  it('give way to a notice, which stays where it was written', () => {
    const { shown } = terminal();
    const stderr = new Writable({
      decodeStrings: false,
      write: (text: string, _encoding, done) => {
        shown.write(text);
        done();
      },
    });
    const output = createOutput({ stdout: new Writable(), stderr }, 'report');
    const size = { columns: () => 50, rows: () => 24 };
    const progress = createProgress({ write: output.draw, ...size, now: () => Date.now(), style: plainStyle });
    output.openLive(progress);
    progress.begin(1);
    vi.advanceTimersByTime(100);
    output.notice('Stopping.\n');
    vi.advanceTimersByTime(200);
    expect(shown.lines()).toEqual(['Stopping.', '\\ 0 of 1 in 0s']);
    output.endLive();
    expect(shown.lines()).toEqual(['Stopping.']);
  });

  it('are drawn at most fifteen times a second, whatever is written between', () => {
    const { shown, progress } = terminal();
    progress.begin(100_000);
    let drawn = 0;
    const counting = shown.onWrite((text) => {
      if (text.includes(' of 100000 in ')) drawn++;
    });
    for (let step = 0; step < 1000; step++) {
      for (let node = 0; node < 20; node++) {
        progress.nodeStarted(`${step}.${node}`, 'test t');
        progress.nodeFinished(`${step}.${node}`, 'pass');
        progress.around(() => shown.write(`${step}.${node}\n`));
      }
      vi.advanceTimersByTime(1);
    }
    counting();
    expect(drawn).toBeGreaterThan(8);
    expect(drawn).toBeLessThanOrEqual(15);
    progress.end();
    expect(shown.lines()).toHaveLength(20_000);
  });

  it('leave nothing behind, and take nothing away, when the terminal is made narrower meanwhile', () => {
    const { shown, size, progress } = terminal(80, 30);
    shown.write('a line of the report\n');
    progress.begin(2);
    progress.nodeStarted('a', 'sql table model main.a_long_name_for_a_table');
    vi.advanceTimersByTime(100);
    size.columns = 30;
    shown.resize(30);
    vi.advanceTimersByTime(100);
    expect(shown.lines()[0]).toBe('a line of the report');
    expect(shown.lines()).toHaveLength(3);
    progress.end();
    expect(shown.lines()).toEqual(['a line of the report']);
  });

  it('begin anew with the next run of a session', () => {
    const { shown, progress } = terminal();
    progress.begin(1);
    progress.nodeStarted('a', 'a');
    progress.nodeFinished('a', 'error');
    progress.end();
    progress.begin(5);
    vi.advanceTimersByTime(100);
    expect(shown.lines()[0]).toMatch(/^. 0 of 5 in 0s$/);
  });
});
