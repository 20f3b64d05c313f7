/** Which hooks leave the same rows again. */
import { describe, expect, it } from 'vitest';
import { type HookSetting, isRepeatableHook } from '../../../../core/compile/repeatable/repeatable-hook.js';

const setting: HookSetting = {
  relations: ['main.days'],
  fold: (name, isQuoted) => (isQuoted ? name : name.toLowerCase()),
  hasDollarTexts: true,
  changingTexts: ['now'],
  keepsRows: false,
};

describe('a hook that leaves the same rows again', () => {
  it.each([
    '',
    'grant select on main.days to reader',
    'create index on main.days (id); analyze main.days;',
    'create unique index i on main.days (id) -- insert into',
    "comment on table main.days is 'insert; delete'",
    'alter table main.days add primary key (id)',
    'select 1',
    'select count(*) from main.days',
    'update main.days set cents = cents + 1 where id > 3',
    'delete from main.days where id in (select min(id) from main.days)',
    'insert into main.days (id) select max(id) + 1 from main.days',
  ])('%s', (sql) => {
    expect(isRepeatableHook(sql, setting)).toBe(true);
  });
});

describe('a hook that may leave other rows', () => {
  it.each([
    'insert into main.days select * from elsewhere',
    'update main.days set at = (select max(at) from elsewhere)',
    'update main.days set at = e.at from elsewhere e',
    'update main.days set at = current_date',
    'insert into main.days values (random())',
    'insert into main.days default values returning nextval(1)',
    'delete from main.days where id in (select id from elsewhere)',
    'delete from main.days using elsewhere e where e.id = days.id',
    'analyze main.days; truncate main.days',
    'with gone as (delete from main.days returning *) select 1',
    'alter table main.days add column at timestamptz default now()',
    'alter table main.days alter column x type int using random()',
    'create trigger t after insert on main.days execute function f()',
    'select refresh_days()',
    'call refresh_days()',
    'do $$ begin delete from main.days; end $$',
  ])('%s', (sql) => {
    expect(isRepeatableHook(sql, setting)).toBe(false);
  });
});

describe('a table whose rows stay', () => {
  it('is another one after a second change, and the same after a second grant', () => {
    const kept = { ...setting, keepsRows: true };
    expect(isRepeatableHook('update main.days set cents = cents + 1', kept)).toBe(false);
    expect(isRepeatableHook('grant select on main.days to reader', kept)).toBe(true);
  });
});
