/**
 * Runs a project in this process and lets it die at its messages to the database: every connection ends at once and
 * nothing that tsdbt wants to send later leaves. For the database that is what `kill -9` is, without the cost of a process.
 */
import { inject } from 'vitest';
import type { Session } from '../../../core/adapter/database.js';
import { administer, type Place } from './place.js';
import { startProxy } from './proxy.js';
import { type FinishedFolderRun, type FolderRun, runFolder } from './run-folder.js';
import { watchedAdapters } from './tested-adapters.js';
import type { Message } from './watched-adapter.js';

export interface Death {
  /** Of the message among those that count, from 1. */
  readonly number: number;
  /** Which messages count; all when left out. */
  readonly among?: (message: Message) => boolean;
  /** Before it is sent, or while it is on its way: the server does its work, but nobody hears of it. */
  readonly when: 'before' | 'during';
  /**
   * How messages are counted. `run`: all of them. `nodes`: each node's own; the run dies once every one of so many nodes
   * has come to its message of that number or has ended.
   */
  readonly counted: 'run' | { readonly nodes: number };
}

export interface DyingRun {
  /** Null when the run died; else it ended before the message came. */
  readonly finished: FinishedFolderRun | null;
  /** The messages at which it died. */
  readonly diedAt: readonly string[];
}

/** Runs the project of a place until it dies, or to its end. */
export async function runAndDie(place: Place, death: Death, run: Omit<FolderRun, 'adapters'> = {}): Promise<DyingRun> {
  const proxy = place.type === 'postgres' ? await startProxy(inject('postgres')) : null;
  if (proxy !== null) place.profile({ host: proxy.host, port: proxy.port });
  const killing = new AbortController();
  let die = (): void => {};
  const dead = new Promise<null>((resolve) => {
    die = () => resolve(null);
  });
  const diedAt: string[] = [];
  let ended = 0;
  const awaited = death.counted === 'run' ? 1 : death.counted.nodes;
  const sessions = new Set<Session>();
  const dieWhenAllAreThere = () => {
    if (diedAt.length === 0 || diedAt.length + ended < awaited || killing.signal.aborted) return;
    proxy?.cut();
    killing.abort();
    // A SQLite process is killed when it is asked for something after the abort.
    const killed = place.type === 'sqlite' ? [...sessions].map((session) => session.execute('select 1')) : [];
    Promise.allSettled(killed).then(die);
  };
  const numberOf = numbering(death);
  const strike = async (message: Message, when: Death['when']) => {
    if (killing.signal.aborted) await never();
    if (numberOf(message) !== death.number || when !== death.when) return;
    diedAt.push(`${when} the ${message.kind} of ${message.label}: ${message.sql}`);
    // What is on its way has reached the server before the process dies.
    if (when === 'during') await sleep(20);
    dieWhenAllAreThere();
    await never();
  };
  const adapters = watchedAdapters({
    before: (message) => strike(message, 'before'),
    ...(death.when === 'during' ? { during: (message) => strike(message, 'during') } : {}),
    opening: async () => {
      if (killing.signal.aborted) await never();
    },
    opened: (session) => sessions.add(session),
    ...(place.type === 'sqlite' ? { signal: killing.signal } : {}),
  });
  const onEvent: FolderRun['onEvent'] = (event) => {
    if (event.kind !== 'node-finished') return;
    ended++;
    dieWhenAllAreThere();
  };
  const running = runFolder(place.folder, { ...run, adapters, onEvent });
  running.catch(() => {});
  const finished = await Promise.race([running, dead]);
  await proxy?.close();
  place.profile();
  if (finished === null) await connectionsGone(place);
  return { finished, diedAt };
}

/** Numbers each message once. What a run asks before its first node belongs to no node. */
function numbering({ counted, among = () => true }: Death): (message: Message) => number | null {
  const numbers = new Map<Message, number>();
  const counts = new Map<string, number>();
  return (message) => {
    const known = numbers.get(message);
    if (known !== undefined) return known;
    if (!among(message) || (counted !== 'run' && !message.label.includes('.'))) return null;
    const owner = counted === 'run' ? '' : message.label;
    const number = (counts.get(owner) ?? 0) + 1;
    counts.set(owner, number);
    numbers.set(message, number);
    return number;
  };
}

/** Whether a message may change the database. Dying before one that only asks is dying before the next. */
export function changesSomething({ kind, sql }: Message): boolean {
  if (kind !== 'statement') return kind !== 'begin';
  return !/^\s*(\/\*[\s\S]*?\*\/\s*)*(select|pragma|show|savepoint)\b[^;]*$/i.test(sql);
}

/** Whether the end of a message is worth losing: only a commit keeps something. */
export function keepsSomething({ kind }: Message): boolean {
  return kind === 'commit';
}

/** Waits until the server has noticed that the client is gone, which must be soon. */
export async function connectionsGone(place: Place, milliseconds = 2000): Promise<void> {
  if (place.type !== 'postgres') return;
  const [row] = await place.query('select current_database()');
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const left = await administer(
      `select pid, state, query from pg_stat_activity where datname = '${row?.[0]}' and application_name = 'tsdbt'`,
    );
    if (left.length === 0) return;
    if (Date.now() > deadline) throw new Error(`Still connected after ${milliseconds} ms: ${JSON.stringify(left)}`);
    await sleep(20);
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function never(): Promise<never> {
  return new Promise(() => {});
}
