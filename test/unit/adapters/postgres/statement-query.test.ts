import { EventEmitter } from 'node:events';
import type pg from 'pg';
import { expect, it } from 'vitest';
import { sendMessage } from '../../../../adapters/postgres/connection/statements/statement-query.js';

interface Query {
  submit(connection: object): void;
  handleError(error: unknown, connection: object): void;
}

function setting() {
  const connection = Object.assign(new EventEmitter(), { query: () => {} });
  let query: Query | null = null;
  const client = {
    query: (sent: Query) => {
      query = sent;
      sent.submit(connection);
    },
  } as unknown as pg.Client;
  const state = { isSettled: false };
  const running = sendMessage(client, { text: 'select 1', maxRows: null, isSingle: false }).catch((failure) => failure);
  running.then(() => {
    state.isSettled = true;
  });
  const fail = (severity: string) => query!.handleError({ severity, message: 'refused' }, connection);
  const moment = () => new Promise((resolve) => setImmediate(resolve));
  return { connection, running, state, fail, moment };
}

it.each(['readyForQuery', 'end'])('is not over with an error before the connection says %s', async (event) => {
  const { connection, running, state, fail, moment } = setting();
  fail('ERROR');
  await moment();
  expect(state.isSettled).toBe(false);
  connection.emit(event);
  expect(await running).toMatchObject({ error: { message: 'refused' }, finished: 0 });
  expect(connection.eventNames()).toEqual([]);
});

it('is over at once when the error ends the connection', async () => {
  const { running, fail } = setting();
  fail('FATAL');
  expect(await running).toMatchObject({ error: { severity: 'FATAL' } });
});
