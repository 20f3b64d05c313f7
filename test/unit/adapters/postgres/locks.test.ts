import { describe, expect, it } from 'vitest';
import { lockSteps } from '../../../../adapters/postgres/locks/lock-steps.js';
import { ownerComment, ownerOfStatement } from '../../../../adapters/postgres/locks/owner-comment.js';

const relation = (schema: string | null, identifier: string) => ({ database: 'shop', schema, identifier });

describe('the locks of a run on Postgres', () => {
  it('are each schema, shared, then each relation, in one order for all runs', () => {
    const one = lockSteps([relation('x', 'a'), relation('y', 'b'), relation('x', 'c')]);
    const other = lockSteps([relation('x', 'c'), relation('x', 'a'), relation('y', 'b')]);
    expect(one.steps).toEqual(other.steps);
    expect(one.steps.map(({ isShared }) => isShared)).toEqual([true, true, false, false, false]);
    expect(one.steps.map(({ key }) => one.names.get(key)).sort()).toEqual([
      'the whole schema x',
      'the whole schema y',
      'x.a',
      'x.c',
      'y.b',
    ]);
  });

  it('keep an order that does not depend on what else a run writes', () => {
    const many = Array.from({ length: 40 }, (_, i) => relation('x', `r${i}`));
    const order = lockSteps(many).steps.map(({ key }) => key);
    const some = lockSteps(many.filter((_, i) => i % 3 === 0)).steps.map(({ key }) => key);
    expect(some).toEqual(order.filter((key) => some.includes(key)));
  });

  it('are the schemas alone, unshared, when there would be too many', () => {
    const { steps, names } = lockSteps([relation('x', 'a'), relation('x', 'b'), relation('y', 'c')], 2);
    expect(steps.map(({ isShared }) => isShared)).toEqual([false, false]);
    expect(names.size).toBe(5);
  });

  it('fit into the 64 bits of the server and differ where names only look alike', () => {
    const { steps } = lockSteps([
      relation('a', 'b.c'),
      relation('a.b', 'c'),
      relation('a', 'B.C'),
      relation(null, 'a'),
    ]);
    expect(new Set(steps.map(({ key }) => key)).size).toBe(7);
    for (const { key } of steps) expect(BigInt.asIntN(64, key)).toBe(key);
  });
});

describe('the comment of an owner', () => {
  const owner = { host: 'box', pid: 1, startedAt: '2026-01-31T10:00:00Z', command: 'tsdbt run', invocationId: 'i' };

  it('is read back from a statement', () => {
    expect(ownerOfStatement(`${ownerComment(owner)}\nselect 1`)).toEqual(owner);
  });

  it('is one comment whatever the owner holds', () => {
    const hostile = { ...owner, command: "*/ drop table x; /* '", host: '/**/' };
    const comment = ownerComment(hostile);
    expect(comment.indexOf('*/')).toBe(comment.length - 2);
    expect(comment.lastIndexOf('/*')).toBe(0);
    expect(ownerOfStatement(comment)).toEqual(hostile);
  });

  it('stays below what the server shows of a statement', () => {
    for (const character of ['x', '"', 'é', '名', '😀']) {
      const comment = ownerComment({ ...owner, command: character.repeat(5000), host: 'h'.repeat(300) });
      expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(900);
      expect(ownerOfStatement(comment)?.command).toMatch(/\.\.\.$/);
    }
  });

  it('names nobody when it was cut, is of another program, or no owner', () => {
    const comment = ownerComment(owner);
    expect(ownerOfStatement(comment.slice(0, 80))).toBeNull();
    expect(ownerOfStatement(`select 1 ${comment}`)).toBeNull();
    expect(ownerOfStatement('/* tsdbt locks {"pid": "1"} */')).toBeNull();
    expect(ownerOfStatement('/* tsdbt locks null */')).toBeNull();
    expect(ownerOfStatement('')).toBeNull();
  });
});
