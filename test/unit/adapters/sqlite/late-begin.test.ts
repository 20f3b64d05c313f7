/** A commit that opens its own transaction, when the file is locked by somebody else. */
import { describe, expect, it } from 'vitest';
import { classifyError } from '../../../../adapters/sqlite/classify-error.js';
import type { ChildAnswer } from '../../../../adapters/sqlite/driver/protocol.js';
import { createSession } from '../../../../adapters/sqlite/driver/session.js';

const locked: ChildAnswer = {
  ...{ id: 0, inTransaction: false, mayLend: false, results: [] },
  error: {
    ...{ message: 'database is locked', code: 'SQLITE_BUSY', statement: 'begin immediate', offset: 0 },
    ...{ statementIndex: null, holder: null, isAtBegin: true },
  },
};

/** A session whose child answers so, and hears `onAsk` each time. */
function sessionOn(answer: () => ChildAnswer, signal: AbortSignal) {
  const child = {
    ask: async () => answer(),
    cancel: async () => {},
    end: async () => {},
    isAlive: true,
    mayLend: false,
  };
  const parts = { file: 'shop.sqlite', isWriter: true, signals: [signal], patience: () => 60_000, onRelease: () => {} };
  return createSession({ ...parts, child });
}

describe('a commit that waits for the lock of the file', () => {
  it('ends when it is cancelled, and nothing about it is unknown', { timeout: 5000 }, async () => {
    const cancelling = new AbortController();
    let asked = 0;
    const session = sessionOn(() => {
      if (++asked === 2) cancelling.abort();
      return locked;
    }, cancelling.signal);
    const error = await session.commit(['create view a as select 1'], { begins: true }).catch((found) => found);
    expect(classifyError(error)).toMatchObject({ kind: 'cancelled' });
    expect(classifyError(error).isCommitUnknown).not.toBe(true);
    expect(asked).toBe(2);
  });

  it('is sent again as soon as the other one has let go', async () => {
    let asked = 0;
    const done = { ...locked, error: null, results: [] };
    const session = sessionOn(() => (++asked < 3 ? locked : done), new AbortController().signal);
    await session.commit(['create view a as select 1'], { begins: true });
    expect(asked).toBe(3);
  });
});
