/** How a record is written: a line with its time, a debug line with time, level and thread, or a JSON object. */
import { jsonText } from '../../core/index.js';
import type { LogRecord } from './log-record.js';
import { plainStyle, type Style } from './text/style.js';

/** `github` is text with annotations and groups, for the logs of GitHub Actions, which have times of their own. */
export type RecordFormat = 'text' | 'debug' | 'json' | 'github';

/** Facts of the moment and the process that a line may carry. */
export interface RecordFacts {
  readonly invocationId: string;
  readonly processId: number;
  readonly time: Date;
}

/** `12:40:33  1 of 9 OK created ...`; lines that follow stand below the text. On a terminal the time is left out. */
export function textLines(record: LogRecord, style: Style, time: Date | null): string {
  const text = record.text(style);
  if (time === null) return text;
  if (text === '') return '';
  const lines = `${style.dim(time.toISOString().slice(11, 19))}  ${text}`.split('\n');
  return lines.map((line, index) => withoutEndBlanks(index === 0 ? line : `          ${line}`)).join('\n');
}

/** In one pass: an expression would look at each of a million blanks inside of a value again and again. */
function withoutEndBlanks(line: string): string {
  let end = line.length;
  while (line[end - 1] === ' ') end--;
  return line.slice(0, end);
}

/** `12:40:33.123456 [debug] [MainThread]: text`. */
export function debugLine(record: LogRecord, style: Style, { time }: RecordFacts): string {
  const clock = `${time.toISOString().slice(11, 23)}000`;
  return `${clock} [${record.level.padEnd(5)}] [MainThread]: ${record.text(style)}`;
}

/** One object in the shape of dbt's structured log. */
export function jsonLine(record: LogRecord, { invocationId, processId, time }: RecordFacts): string {
  const info = {
    name: record.name,
    code: record.code,
    level: record.level,
    msg: record.text(plainStyle),
    invocation_id: invocationId,
    pid: processId,
    thread: 'MainThread',
    ts: time.toISOString().replace('Z', '000Z'),
    category: '',
    extra: {},
  };
  return jsonText({ info, data: record.data });
}
