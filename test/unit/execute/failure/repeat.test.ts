import { describe, expect, it } from 'vitest';
import type { DatabaseFailure, FailureKind } from '../../../../core/adapter/failure.js';
import { failureError, failureOf } from '../../../../core/adapter/failure-error.js';
import { cancelledDiagnostic } from '../../../../core/execute/failure/cancelled.js';
import { mayRepeat } from '../../../../core/execute/failure/repeat.js';
import type { Kept } from '../../../../core/execute/session/node-session.js';
import { modelNode, sourceNode } from '../../../support/manifest.js';

const nothing: Kept = { hasCommitted: false, isUnknown: false, sentOutside: false };
const failure = (kind: FailureKind): DatabaseFailure => failureOf(failureError({ kind, message: 'refused' }))!;
const model = modelNode('orders');

describe('mayRepeat', () => {
  it.each(['conflict', 'connection'] as const)('repeats after a %s that kept nothing', (kind) => {
    expect(mayRepeat(failure(kind), nothing, model)).toBe(true);
  });

  it.each([
    'syntax',
    'data',
    'constraint',
    'locked',
    'timeout',
    'authentication',
    'cancelled',
    'disk',
    'other',
  ] as const)('repeats nothing after a failure of kind %s', (kind) => {
    expect(mayRepeat(failure(kind), nothing, model)).toBe(false);
  });

  it('repeats nothing once something was committed, or may have been', () => {
    expect(mayRepeat(failure('connection'), { ...nothing, hasCommitted: true }, model)).toBe(false);
    expect(mayRepeat(failure('connection'), { ...nothing, isUnknown: true }, model)).toBe(false);
  });

  it('repeats nothing after statements of users outside of a transaction; those of landing only ask', () => {
    const kept = { ...nothing, sentOutside: true };
    expect(mayRepeat(failure('connection'), kept, model)).toBe(false);
    expect(mayRepeat(failure('connection'), kept, sourceNode('raw', 'orders'))).toBe(true);
  });

  it('leaves it to the driver to try connecting again', () => {
    expect(mayRepeat(failure('connection'), null, model)).toBe(false);
  });
});

describe('what is said of a cancelled node', () => {
  const said = (kept: Kept | null) =>
    cancelledDiagnostic('model.shop.orders', kept === null ? null : { kept: () => kept }, []).message;

  it('is what is known and no more', () => {
    expect(said(null)).toMatch(/it had changed nothing\.$/);
    expect(said(nothing)).toMatch(/its transaction was rolled back\.$/);
    expect(said({ ...nothing, sentOutside: true })).toMatch(/rolled back; what it sent outside of it stays\.$/);
    expect(said({ ...nothing, hasCommitted: true })).toMatch(
      /what it had committed before stays, the rest was rolled back\.$/,
    );
    expect(said({ ...nothing, isUnknown: true })).toMatch(/was being committed, and whether it was is not known\.$/);
  });

  it('keeps what else went wrong as a note', () => {
    const other = { code: 'TSDBT_DATABASE_ERROR', severity: 'error', message: 'disk full' } as const;
    expect(cancelledDiagnostic('m', null, [other]).notes).toEqual([{ message: 'disk full' }]);
  });
});
