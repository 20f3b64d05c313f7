import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { openKeyInput } from '../../../../cli/watch/keys/key-input.js';
import { findKey, keyHelp, keyTable } from '../../../../cli/watch/keys/key-table.js';
import { editLine } from '../../../../cli/watch/keys/line-editor.js';
import { splitKeys } from '../../../../cli/watch/keys/split-keys.js';

describe('the keys of a watch', () => {
  it('means one thing with each key, capitals too', () => {
    const all = keyTable.flatMap(({ keys }) => keys);
    expect(new Set(all).size).toBe(all.length);
    expect(findKey('A')?.action).toBe('all');
    expect(findKey('enter')?.action).toBe('rerun');
    expect(findKey('x')).toBeNull();
  });

  it('names every key in the help but the one for the help', () => {
    expect(keyHelp()).toHaveLength(keyTable.length - 1);
    expect(keyHelp()[0]).toBe('press a to build all that is selected; filters are taken off');
  });

  it('splits what came at once, and leaves arrows and function keys out', () => {
    expect(splitKeys('ab\r')).toEqual(['a', 'b', 'enter']);
    expect(splitKeys('\u001b[A\u001b[1;5Cq\u001bOP')).toEqual(['q']);
    expect(splitKeys('\u001b')).toEqual(['escape']);
    expect(splitKeys('\u0003 \u007f')).toEqual(['ctrl-c', 'space', 'backspace']);
  });
});

describe('the line that is typed', () => {
  const type = (keys: readonly string[]) => {
    let text = '';
    for (const key of keys) {
      const edited = editLine(text, key);
      if (edited.kind !== 'editing') return edited;
      text = edited.text;
    }
    return { kind: 'editing', text };
  };

  it('ends with Enter, without the blanks around', () => {
    expect(type(['space', 's', 't', 'g', '_', 'space', 'enter'])).toEqual({ kind: 'done', text: 'stg_' });
  });

  it('is left with Escape, shortened with Backspace, emptied with Ctrl-U', () => {
    expect(type(['a', 'escape'])).toEqual({ kind: 'left' });
    expect(type(['a', '😀', 'backspace'])).toEqual({ kind: 'editing', text: 'a' });
    expect(type(['a', 'b', 'ctrl-u'])).toEqual({ kind: 'editing', text: '' });
  });

  it('takes no control character', () => {
    expect(type(['a', 'ctrl-d', '\u0007', 'b'])).toEqual({ kind: 'editing', text: 'ab' });
  });
});

class FakeTerminal extends EventEmitter {
  readonly modes: boolean[] = [];
  isTTY = true;
  setRawMode(isRaw: boolean) {
    this.modes.push(isRaw);
  }
  setEncoding() {}
  resume() {}
  pause() {}
}

class FakeProcess extends EventEmitter {
  readonly pid = 1;
  readonly sent: string[] = [];
  kill(_pid: number, signal: string) {
    this.sent.push(signal);
  }
}

describe('the keyboard', () => {
  const open = () => {
    const terminal = new FakeTerminal();
    const owner = new FakeProcess();
    const keys: string[] = [];
    const input = openKeyInput(terminal, owner, (key) => keys.push(key));
    return { terminal, owner, keys, input };
  };

  it('reads keys in raw mode and gives the terminal back', () => {
    const { terminal, owner, keys, input } = open();
    terminal.emit('data', 'aq');
    expect(keys).toEqual(['a', 'q']);
    input?.close();
    terminal.emit('data', 'r');
    expect(keys).toEqual(['a', 'q']);
    expect(terminal.modes).toEqual([true, false]);
    expect(owner.listenerCount('exit')).toBe(0);
  });

  it('gives the terminal back when the process ends in any other way', () => {
    const { terminal, owner } = open();
    owner.emit('exit');
    expect(terminal.modes).toEqual([true, false]);
  });

  it('stops as Ctrl-Z does, and reads on when the shell goes on', () => {
    const { terminal, owner, input } = open();
    input?.suspend();
    expect(owner.sent).toEqual(['SIGTSTP']);
    expect(terminal.modes).toEqual([true, false]);
    owner.emit('SIGCONT');
    expect(terminal.modes).toEqual([true, false, true]);
  });

  it('leaves a pipe alone', () => {
    const terminal = new FakeTerminal();
    terminal.isTTY = false;
    expect(openKeyInput(terminal, new FakeProcess(), () => {})).toBeNull();
    expect(terminal.modes).toEqual([]);
  });
});
