import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { classifyError } from '../../../../adapters/postgres/classify-error.js';
import { type CommitParts, commitTransaction } from '../../../../adapters/postgres/connection/commit.js';

interface Settings {
  readonly id?: string | null;
  /** What the server says of the transaction, each time it is asked; an Error is thrown. */
  readonly statuses?: readonly (string | null | Error)[];
  readonly commit?: () => Promise<never>;
}

const lost = () => Promise.reject(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));

function fake({ id = '77', statuses = [], commit = lost }: Settings) {
  const sent: string[] = [];
  const left = [...statuses];
  const client = {
    query: async (sql: string) => {
      sent.push(sql.replaceAll(/\s+/g, ' '));
      if (!sql.includes('pg_xact_status')) return { rows: [] };
      const status = left.shift();
      if (status instanceof Error) throw status;
      return { rows: [{ status: status === undefined ? 'in progress' : status }] };
    },
  };
  const parts = {
    connections: { connectAside: async () => client, leaveAside: async () => {} },
    send: async () => [{ fields: [], rows: [[id]], message: 'SELECT 1' }],
    sendCommit: async (onSent: () => void) => {
      onSent();
      return commit();
    },
    hasFailed: false,
    signal: new AbortController().signal,
  } as unknown as CommitParts;
  return { parts, sent };
}

/** Null when the commit is taken for done. */
async function failureOfCommit(parts: CommitParts) {
  const committing = commitTransaction([], parts).then(
    () => null,
    (error: unknown) => classifyError(error),
  );
  await vi.advanceTimersByTimeAsync(60_000);
  return committing;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a commit whose answer is lost', () => {
  it('has succeeded when the server says so', async () => {
    const { parts, sent } = fake({ statuses: ['in progress', new Error('not yet'), 'committed'] });
    expect(await failureOfCommit(parts)).toBeNull();
    expect(sent[0]).toContain("pg_xact_status('77')");
  });

  it('has failed when the server says so, and nothing of it is kept', async () => {
    const { parts } = fake({ statuses: ['aborted'] });
    expect(await failureOfCommit(parts)).toMatchObject({ kind: 'connection', message: 'read ECONNRESET' });
    expect((await failureOfCommit(fake({ statuses: ['aborted'] }).parts))?.isCommitUnknown).toBeUndefined();
  });

  it('is not known to have happened when nobody answers in time', async () => {
    const { parts } = fake({ statuses: Array(500).fill(new Error('connect ECONNREFUSED')) });
    expect(await failureOfCommit(parts)).toMatchObject({ kind: 'connection', isCommitUnknown: true });
  });

  it('ends the backend that still holds the transaction, and no other', async () => {
    const { parts, sent } = fake({ statuses: [] });
    expect(await failureOfCommit(parts)).toMatchObject({ isCommitUnknown: true });
    const ends = sent.filter((sql) => sql.includes('pg_terminate_backend'));
    expect(ends.length).toBeGreaterThan(0);
    expect(ends[0]).toContain("where backend_xid = '77'");
  });

  it('needs no question when nothing was written, or the server itself refused', async () => {
    const nothing = fake({ id: null });
    expect(await failureOfCommit(nothing.parts)).toMatchObject({ kind: 'connection' });
    const refusal = () =>
      Promise.reject(Object.assign(new Error('deferred check'), { code: '23505', severity: 'ERROR' }));
    const refused = fake({ commit: refusal });
    expect(await failureOfCommit(refused.parts)).toMatchObject({ kind: 'constraint' });
    expect([...nothing.sent, ...refused.sent]).toEqual([]);
  });
});
