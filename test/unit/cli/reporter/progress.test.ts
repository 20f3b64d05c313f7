import { Writable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { createOutput } from '../../../../cli/output.js';
import { createProgress } from '../../../../cli/reporter/progress.js';
import { plainStyle } from '../../../../cli/reporter/text/style.js';

/** A terminal that remembers what it shows: erasing takes lines away, writing adds them. */
function terminal() {
  const state = { lines: [] as string[], now: 0 };
  const write = (text: string) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequence that takes the live lines away.
    const erased = /^\u001b\[(\d+)A\r\u001b\[0J/.exec(text);
    if (erased !== null) state.lines.splice(-Number(erased[1]));
    else state.lines.push(...text.split('\n').slice(0, -1));
  };
  const progress = createProgress({ write, columns: () => 50, now: () => state.now, style: plainStyle });
  return { state, write, progress };
}

describe('createProgress', () => {
  it('shows what runs and how much is done, below what was written', () => {
    vi.useFakeTimers();
    const { state, write, progress } = terminal();
    progress.begin(3);
    progress.name('a', 'sql table model main.a');
    progress.nodeStarted('a');
    state.now = 2300;
    vi.advanceTimersByTime(100);
    expect(state.lines).toEqual(['  sql table model main.a                     2.3s', '/ 0 of 3 done, 1 running, 2s']);
    progress.nodeFinished('a', true);
    progress.around(() => write('1 of 3 ERROR a\n'));
    expect(state.lines).toEqual(['1 of 3 ERROR a', '/ 1 of 3 done, 0 running, 1 failed, 2s']);
    progress.end();
    expect(state.lines).toEqual(['1 of 3 ERROR a']);
    vi.advanceTimersByTime(1000);
    expect(state.lines).toEqual(['1 of 3 ERROR a']);
    vi.useRealTimers();
  });

  it('gives way to a notice, which stays where it was written', () => {
    vi.useFakeTimers();
    const { state, write } = terminal();
    const stderr = new Writable({
      decodeStrings: false,
      write: (text: string, _encoding, done) => {
        write(text);
        done();
      },
    });
    const output = createOutput({ stdout: new Writable(), stderr }, 'report');
    const progress = createProgress({ write: output.draw, columns: () => 50, now: () => state.now, style: plainStyle });
    output.openLive(progress.around);
    progress.begin(1);
    vi.advanceTimersByTime(100);
    output.notice('Stopping.\n');
    vi.advanceTimersByTime(200);
    expect(state.lines).toEqual(['Stopping.', '\\ 0 of 1 done, 0 running, 0s']);
    progress.end();
    expect(state.lines).toEqual(['Stopping.']);
    vi.useRealTimers();
  });

  it('names eight nodes at most and no line is wider than the screen', () => {
    vi.useFakeTimers();
    const { state, progress } = terminal();
    progress.begin(20);
    for (let index = 0; index < 12; index++) {
      progress.name(String(index), `model ${'x'.repeat(100)}`);
      progress.nodeStarted(String(index));
    }
    vi.advanceTimersByTime(100);
    expect(state.lines).toHaveLength(10);
    expect(state.lines[8]).toBe('  ... and 4 more');
    expect(Math.max(...state.lines.map((line) => line.length))).toBeLessThan(50);
    progress.end();
    vi.useRealTimers();
  });
});
