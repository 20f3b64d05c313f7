/** One message on its way to the screen, to JSON lines and to the log file: the same fact for all three. */
import type { JsonObject } from '../../core/index.js';
import type { Style } from './text/style.js';

export type Level = 'debug' | 'info' | 'warn' | 'error';

export interface LogRecord {
  readonly level: Level;
  /** Event name and code: dbt's where dbt has the event. */
  readonly name: string;
  readonly code: string;
  readonly text: (style: Style) => string;
  readonly data: JsonObject;
  /** What a macro printed: reaches the screen whatever the level. */
  readonly isPrint?: boolean;
}

const ranks: Readonly<Record<Level | 'none', number>> = { debug: 0, info: 1, warn: 2, error: 3, none: 4 };

/** Whether a record of the level passes a sink that wants the least level. */
export function passes(level: Level, least: Level | 'none'): boolean {
  return ranks[level] >= ranks[least];
}

/** A record of plain words. */
export function noteRecord(level: Level, message: string): LogRecord {
  return { level, name: 'Note', code: 'Z050', text: () => message, data: { msg: message } };
}

/** An empty line between parts of the report. */
export function gapRecord(): LogRecord {
  return { level: 'info', name: 'Formatting', code: 'Z017', text: () => '', data: { msg: '' } };
}
