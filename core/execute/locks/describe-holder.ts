/** Words for a run that is in the way: who it is, since when, and what both want. */
import type { LockHolder } from '../../adapter/run-locks.js';

const MOST_NAMES = 5;

/** `main.orders and main.customers are written by ...`; without a full stop. */
export function describeHolder({ owner, description, relations }: LockHolder): string {
  const isOne = relations.length === 1;
  const what =
    relations.length === 0 ? 'what this run writes is locked' : `${list(relations)} ${isOne ? 'is' : 'are'} locked`;
  if (owner === null) return `${what} by ${description}`;
  const since = owner.startedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');
  return `${what} by \`${owner.command}\` on host ${owner.host}, process ${owner.pid}, started at ${since}`;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES);
  const hidden = names.length - shown.length;
  if (hidden > 0) return `${shown.join(', ')} and ${hidden} more`;
  return shown.length === 1 ? shown[0]! : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
