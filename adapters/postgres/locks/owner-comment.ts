/**
 * The owner of locks as a comment in front of each statement of the session that holds them, where other runs read it
 * from the server's view of activity. That view cuts a statement at 1,024 bytes, so the comment is short and comes first.
 */
import type { LockOwner } from '../../../core/adapter/run-locks.js';

const LONGEST = 900;
const OPENING = '/* tsdbt locks ';
const CLOSING = ' */';

/** The comment; nothing in it can end it or open another. */
export function ownerComment(owner: LockOwner): string {
  const write = (command: string): string => {
    const json = JSON.stringify({ ...owner, host: owner.host.slice(0, 100), command });
    return `${OPENING}${json.replaceAll('*/', '*\\/').replaceAll('/*', '/\\u002a')}${CLOSING}`;
  };
  const characters = [...owner.command];
  let length = characters.length;
  while (length > 0 && Buffer.byteLength(write(cut(characters, length))) > LONGEST) length -= 10;
  return write(cut(characters, Math.max(0, length)));
}

function cut(characters: readonly string[], length: number): string {
  return length >= characters.length ? characters.join('') : `${characters.slice(0, length).join('')}...`;
}

/** The owner that a statement names; null when it names none, or what it says is no owner. */
export function ownerOfStatement(statement: string): LockOwner | null {
  const end = statement.indexOf(CLOSING);
  if (!statement.startsWith(OPENING) || end < 0) return null;
  try {
    const said: unknown = JSON.parse(statement.slice(OPENING.length, end));
    return isOwner(said) ? said : null;
  } catch {
    return null;
  }
}

function isOwner(value: unknown): value is LockOwner {
  const { host, pid, startedAt, command, invocationId } = (value ?? {}) as Record<keyof LockOwner, unknown>;
  return typeof pid === 'number' && [host, startedAt, command, invocationId].every((each) => typeof each === 'string');
}
