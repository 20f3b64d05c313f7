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
  const open = async () => {
    sent.push('open');
    return session;
  };
  return { sent, session: beginLate(open) };
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
  expect(sent).toEqual(['open', 'begin & a', 'b,c', 'd,commit', 'e']);
});

it('begins before what cannot travel with it', async () => {
  const { sent, session } = setting();
  await session.begin();
  await session.load({} as Parameters<Session['load']>[0]);
  expect(sent).toEqual(['open', 'begin', 'load']);
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
  expect(sent).toEqual(['open', 'begin & a,commit']);
});

it('opens before it tells that it is ready, once, and never for nothing', async () => {
  const { sent, session } = setting();
  await session.begin();
  await session.release();
  expect([session.isOpen, sent]).toEqual([false, []]);
  await session.ready();
  await session.ready();
  expect([session.isOpen, sent]).toEqual([true, ['open']]);
});

it('fails each time it is asked when it could not be opened, and gives nothing back', async () => {
  let opened = 0;
  const session = beginLate(async () => {
    opened++;
    throw new Error('no server');
  });
  await expect(session.execute('a')).rejects.toThrow('no server');
  await expect(session.commit(['b'])).rejects.toThrow('no server');
  await session.release();
  expect([opened, session.isOpen, session.inTransaction]).toEqual([1, false, false]);
});
