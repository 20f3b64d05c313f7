/** The keys of `tsdbt watch`: one table, which the handler and the help are made from. */

export type KeyAction =
  | 'all'
  | 'rerun'
  | 'failed'
  | 'filter-name'
  | 'filter-selector'
  | 'diff'
  | 'preview'
  | 'pause'
  | 'cancel'
  | 'help'
  | 'quit';

export interface KeyEntry {
  /** Names of the keys, as the reader of the terminal gives them. */
  readonly keys: readonly string[];
  readonly action: KeyAction;
  /** For the help; null leaves it out. */
  readonly help: string | null;
  /** Whether a build that runs is cancelled for it. */
  readonly interrupts: boolean;
}

export const keyTable: readonly KeyEntry[] = [
  { keys: ['a'], action: 'all', help: 'build all that is selected; filters are taken off', interrupts: true },
  { keys: ['r', 'enter'], action: 'rerun', help: 'build what was built last once more', interrupts: true },
  { keys: ['f'], action: 'failed', help: 'build only what failed or was skipped', interrupts: true },
  { keys: ['p'], action: 'filter-name', help: 'filter by name or path', interrupts: true },
  { keys: ['t'], action: 'filter-selector', help: 'filter by tag or selector', interrupts: true },
  { keys: ['d'], action: 'diff', help: 'show how the compiled SQL changed', interrupts: false },
  { keys: ['v'], action: 'preview', help: 'show the first rows of a model', interrupts: false },
  { keys: ['space'], action: 'pause', help: 'pause and go on', interrupts: false },
  { keys: ['c', 'escape'], action: 'cancel', help: 'cancel the build that runs', interrupts: true },
  { keys: ['h', '?'], action: 'help', help: null, interrupts: false },
  { keys: ['q', 'ctrl-d'], action: 'quit', help: 'quit', interrupts: true },
];

/** The entry of a key, or null. Capitals count as their letters. */
export function findKey(key: string): KeyEntry | null {
  const name = key.length === 1 ? key.toLowerCase() : key;
  return keyTable.find(({ keys }) => keys.includes(name)) ?? null;
}

/** Lines of the help: `press a to build all ...`. */
export function keyHelp(): readonly string[] {
  return keyTable.flatMap(({ keys, help }) => (help === null ? [] : [`press ${keys.join(' or ')} to ${help}`]));
}
