import { expect, it } from 'vitest';
import type { ExecuteOptions, Session } from '../../../../core/adapter/database.js';
import { beginLate } from '../../../../core/execute/session/begin-late.js';

function setting() {
  const sent: string[] = [];
  let isOpen = false;
  const note = (text: string, options: ExecuteOptions = {}) => {
    isOpen ||= options.begins === true;
    sent.push(options.begins ? `begin & ${text}` : text);
  };
  const session = {
    execute: async (sql: string, options?: ExecuteOptions) => note(sql, options),
    executeAll: async (statements: readonly string[], options?: ExecuteOptions) => note(statements.join(), options),
    begin: async () => {
      isOpen = true;
      sent.push('begin');
    },
    commit: async (last: readonly string[] = [], options?: ExecuteOptions) => {
      note([...last, 'commit'].join(), options);
      isOpen = false;
      return [];
    },
    rollback: async () => {
      if (isOpen) sent.push('rollback');
      isOpen = false;
    },
    load: async () => note('load'),
    get inTransaction() {
      return isOpen;
    },
  } as unknown as Session;
  return { sent, session: beginLate(session) };
}

it('begins with the first statement, in its message, and only with that', async () => {
  const { sent, session } = setting();
  await session.begin();
  expect([session.inTransaction, session.isFresh, sent]).toEqual([true, true, []]);
  await session.execute('a');
  await session.executeAll(['b', 'c']);
  expect([session.inTransaction, session.isFresh]).toEqual([true, false]);
  await session.commit(['d']);
  expect(session.inTransaction).toBe(false);
  await session.execute('e');
  expect(sent).toEqual(['begin & a', 'b,c', 'd,commit', 'e']);
});

it('begins before what cannot travel with it', async () => {
  const { sent, session } = setting();
  await session.begin();
  await session.load({} as Parameters<Session['load']>[0]);
  expect(sent).toEqual(['begin', 'load']);
});

it('sends nothing for a transaction in which nothing was done', async () => {
  const { sent, session } = setting();
  await session.begin();
  expect(await session.commit()).toEqual([]);
  await session.begin();
  await session.rollback();
  expect([session.inTransaction, sent]).toEqual([false, []]);
});

it('sends a transaction that is only a commit’s last statements as one message', async () => {
  const { sent, session } = setting();
  await session.begin();
  await session.commit(['a']);
  expect(sent).toEqual(['begin & a,commit']);
});
