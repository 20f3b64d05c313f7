import { expect, it } from 'vitest';
import { mayEndTransaction } from '../../../../core/execute/session/own-end.js';

it.each([
  'commit',
  'insert into t values (1); COMMIT; begin',
  'rollback',
  'abort',
  'end',
  'vacuum t; /* done */ end work',
  'insert into t values (1); -- now\nend;',
  "prepare transaction 'x'",
  "select '--'; commit",
])('%s ends the transaction that it runs in', (sql) => {
  expect(mayEndTransaction(sql)).toBe(true);
});

it.each([
  'select case when a then 1 else 2 end from t',
  'rollback to savepoint tsdbt_attempt',
  'rollback work to savepoint a',
  'savepoint a',
  'release savepoint a',
  'select committed, recommit from t',
  'create table ends as select 1',
])('%s does not', (sql) => {
  expect(mayEndTransaction(sql)).toBe(false);
});
