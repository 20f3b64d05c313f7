/**
 * Failures that a driver itself states (cancelled, driver missing, locked ...) travel as an Error that carries its data,
 * so that `classifyError` of every adapter gives it back unchanged.
 */
import type { DatabaseFailure } from './failure.js';

/** An Error whose `failure` is the given data, defaults filled in. */
export function failureError(
  failure: Partial<DatabaseFailure> & Pick<DatabaseFailure, 'kind' | 'message'>,
  cause?: unknown,
): Error {
  const whole: DatabaseFailure = {
    code: null,
    position: null,
    detail: null,
    hint: null,
    isTransient: false,
    ...failure,
  };
  return Object.assign(new Error(failure.message, cause === undefined ? undefined : { cause }), { failure: whole });
}

/** The data of an error made by `failureError`; null for every other error. */
export function failureOf(error: unknown): DatabaseFailure | null {
  return error instanceof Error && 'failure' in error ? (error.failure as DatabaseFailure) : null;
}
