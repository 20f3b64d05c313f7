import { describe, expect, it } from 'vitest';
import { readerGone, type StopNotice, sayWhenStopped } from '../../../../cli/invocation/stopping.js';

function noticesOf(reason: unknown, isDataAnswer: boolean): readonly string[] {
  const notices: string[] = [];
  const output = { notice: (text: string) => void notices.push(text) } as StopNotice['output'];
  const stop = new AbortController();
  sayWhenStopped({ signal: stop.signal, output, isDataAnswer });
  expect(notices).toEqual([]);
  stop.abort(reason);
  return notices;
}

describe('a command that is stopped', () => {
  it('says after Ctrl-C that a second one ends it at once', () => {
    expect(noticesOf(undefined, true).join()).toMatch(/being cancelled.*Ctrl-C once more/);
  });

  it('speaks of no key when the reader of its report has gone', () => {
    const said = noticesOf(readerGone, false).join();
    expect(said).toMatch(/nobody reads .* being cancelled/);
    expect(said).not.toContain('Ctrl-C');
  });

  it('is silent when the reader of its rows has had enough', () => {
    expect(noticesOf(readerGone, true)).toEqual([]);
  });
});
