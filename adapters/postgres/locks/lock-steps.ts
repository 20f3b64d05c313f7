/**
 * From relations to advisory locks, in the one order that all runs keep: schemas first, then relations. A run takes its
 * schemas shared and each relation for itself; one of very many relations takes its schemas for itself instead, as the
 * server's table of locks is finite.
 */
import { hash } from 'node:crypto';
import type { RelationName } from '../../../core/resources/relation.js';

/** A server keeps 6,400 locks by default, for all sessions together. */
const MOST_RELATIONS = 500;

export interface LockStep {
  /** Key of `pg_advisory_lock`, signed. */
  readonly key: bigint;
  readonly isShared: boolean;
}

export interface LockSteps {
  /** In the order to take them in. */
  readonly steps: readonly LockStep[];
  /** What a key stands for, for people: also those of relations that are locked by their schema. */
  readonly names: ReadonlyMap<bigint, string>;
}

/** The locks of a run. */
export function lockSteps(relations: readonly RelationName[], mostRelations = MOST_RELATIONS): LockSteps {
  const schemas = new Map<bigint, string>();
  const single = new Map<bigint, string>();
  for (const { schema, identifier } of relations) {
    schemas.set(keyOf(['schema', schema ?? '']), `the whole schema ${schema ?? ''}`);
    single.set(keyOf(['relation', schema ?? '', identifier]), schema === null ? identifier : `${schema}.${identifier}`);
  }
  const isWhole = single.size > mostRelations;
  const steps = [
    ...sorted(schemas).map((key) => ({ key, isShared: !isWhole })),
    ...(isWhole ? [] : sorted(single).map((key) => ({ key, isShared: false }))),
  ];
  return { steps, names: new Map([...schemas, ...single]) };
}

function sorted(keys: ReadonlyMap<bigint, string>): bigint[] {
  return [...keys.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** 64 bits of a hash; the first part keeps the keys apart from those of other programs. */
export function keyOf(parts: readonly string[]): bigint {
  return hash('sha256', JSON.stringify(['tsdbt', ...parts]), 'buffer').readBigInt64BE();
}
