/**
 * What stands behind the public values: the stages' own project and database, kept on them where neither `JSON.stringify`
 * nor a log of the value shows them, as they hold passwords.
 */
import { TsdbtError } from '../../diagnostics/error.js';
import type { Scrubber } from '../../diagnostics/scrub.js';
import type { Project as LoadedProject } from '../load-project.js';
import type { RunDatabase } from '../run-database.js';
import type { NodeInfo } from './types/nodes.js';

/** What a public project stands for. */
export interface Loaded {
  readonly project: LoadedProject;
  /** Replaces the secrets of the environment and of the connection. */
  readonly scrub: Scrubber;
  /** The public view of every node of the graph and of the hooks. */
  readonly infos: ReadonlyMap<string, NodeInfo>;
}

/** What a public database stands for. */
export interface Opened {
  readonly database: RunDatabase;
  /** What it connects to, to tell a database of another target. */
  readonly place: string;
}

const behind = Symbol('tsdbt');

/** The public value with what it stands for. */
export function standingFor<T extends object>(shown: T, what: Loaded | Opened): T {
  return Object.freeze(Object.defineProperty(shown, behind, { value: what }));
}

/** What a project of `loadProject` stands for. */
export function loadedOf(project: object): Loaded {
  return hiddenIn(project, 'project', 'loadProject') as Loaded;
}

/** What a database of `openDatabase` stands for. */
export function openedOf(database: object): Opened {
  return hiddenIn(database, 'database', 'openDatabase') as Opened;
}

function hiddenIn(shown: object, what: string, maker: string): unknown {
  const hidden: unknown = (shown as { readonly [behind]?: unknown } | undefined)?.[behind];
  if (hidden !== undefined) return hidden;
  const message = `This is no ${what} of tsdbt: a copy does not do, it must be the value that ${maker} gave.`;
  throw new TsdbtError([{ code: 'TSDBT_ARGUMENT_INVALID', severity: 'error', message }]);
}
