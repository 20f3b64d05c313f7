/** How a run introduces itself to others that want the same relations. */
import type { LockOwner } from '../../adapter/run-locks.js';
import type { Scrubber } from '../../diagnostics/scrub.js';
import type { InvocationFacts } from '../../project/invocation.js';

/** What the rim knows of the process and of the user's patience. */
export interface Locking {
  readonly host: string;
  readonly pid: number;
  /** Longest wait for other runs in milliseconds; 0 refuses at once. */
  readonly timeoutMs: number;
  /** Owners are read by other users of the database. */
  readonly scrub: Scrubber;
}

/** The words of a command line that tell runs apart; values such as variables stay out. */
const selectionFlags = ['select', 'exclude', 'resource_type', 'exclude_resource_type'] as const;
const switches = ['full_refresh', 'store_failures'] as const;

/** The owner of a run's locks. */
export function lockOwner(invocation: InvocationFacts, { host, pid, scrub }: Locking): LockOwner {
  const { id, startedAt, which, args } = invocation;
  const selections = selectionFlags.flatMap((name) => {
    const words = [args[name] ?? []].flat().map(String);
    return words.length === 0 ? [] : [flag(name), ...words];
  });
  const chosen = switches.filter((name) => args[name] === true).map(flag);
  const command = scrub(['tsdbt', which, ...selections, ...chosen].join(' '));
  return { host, pid, startedAt, command, invocationId: id };
}

function flag(name: string): string {
  return `--${name.replaceAll('_', '-')}`;
}
