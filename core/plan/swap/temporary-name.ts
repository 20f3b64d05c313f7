/** Names of relations that live only inside one node's work: unique per invocation, never longer than the database keeps. */
import { createHash } from 'node:crypto';
import type { Relation } from '../../resources/relation.js';

/** Postgres cuts names at 63 bytes, and two cut names may be the same; used where a database states no limit. */
const DEFAULT_BYTES = 63;

const temporaryPattern = /__tsdbt_([a-z]+)_[0-9a-f]{10}$/;

/** `<start of the name>__tsdbt_<purpose>_<hash of name, purpose and invocation>`, cut between characters to fit. */
export function temporaryIdentifier(
  identifier: string,
  purpose: string,
  invocationId: string,
  limitBytes: number | null,
): string {
  const hash = createHash('sha256').update(`${identifier}\0${purpose}\0${invocationId}`).digest('hex').slice(0, 10);
  const tail = `__tsdbt_${purpose}_${hash}`;
  return cutToBytes(identifier, (limitBytes ?? DEFAULT_BYTES) - tail.length) + tail;
}

/** A relation beside the target (same schema) under a temporary name. */
export function temporaryRelation(
  target: Relation,
  purpose: string,
  invocationId: string,
  limitBytes: number | null,
): Relation {
  const identifier = temporaryIdentifier(target.identifier, purpose, invocationId, limitBytes);
  return { ...target, identifier, type: 'table', quoting: { ...target.quoting, identifier: true } };
}

/** Whether a name has the form of a temporary one. Only its hash, reproduced, proves that it is ours. */
export function isTemporaryIdentifier(identifier: string): boolean {
  return temporaryPattern.test(identifier);
}

/** Whether the name is the one that an invocation gives to its work on a relation. */
export function isTemporaryOf(
  name: string,
  identifier: string,
  invocationId: string,
  limitBytes: number | null,
): boolean {
  const found = temporaryPattern.exec(name);
  if (found === null || !identifier.startsWith(name.slice(0, found.index))) return false;
  return temporaryIdentifier(identifier, found[1], invocationId, limitBytes) === name;
}

function cutToBytes(text: string, bytes: number): string {
  const encoder = new TextEncoder();
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += encoder.encode(character).length;
    if (used > bytes) break;
    kept += character;
  }
  return kept;
}
