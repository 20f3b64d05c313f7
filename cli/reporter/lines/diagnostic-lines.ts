/** A diagnostic as lines for people: what and where, the code around it with a caret, the way there, what to do. */
import type { Diagnostic, Location } from '../../../core/index.js';
import type { ShowCommand } from '../../invocation/show-command.js';
import { displayWidth, pad, printable, truncate } from '../text/measure.js';
import type { Style } from '../text/style.js';

/** Gives the text of a file that a location names, or null when it cannot be read. */
export type SourceReader = (file: string) => string | null;

export interface DiagnosticContext {
  readonly style: Style;
  readonly readSource: SourceReader;
  readonly width: number;
  /** Absent where nothing can be pasted. */
  readonly showCommand?: ShowCommand;
}

const LINES_AROUND = 2;

/** Units that a character on the screen may take. */
const FAR = 20;

/** Characters of a message: databases put the value that they refuse into it, which may be a megabyte. */
const LONGEST_MESSAGE = 12_000;

/** Renders one diagnostic; the first line stands alone in lists. */
export function diagnosticLines(diagnostic: Diagnostic, context: DiagnosticContext): string[] {
  const { style } = context;
  const isError = diagnostic.severity === 'error';
  const [first, ...rest] = printable(shortened(diagnostic.message)).split('\n');
  const word = isError ? style.red(style.bold('error')) : style.yellow(style.bold('warning'));
  const { location } = diagnostic;
  return [
    `${word} ${style.bold(first)} ${style.dim(`[${diagnostic.code}]`)}`,
    ...rest.map((line) => `  ${line}`),
    ...(location === undefined ? [] : [`  ${style.dim('at')} ${place(location)}`, ...codeFrame(location, context)]),
    ...(diagnostic.notes ?? []).flatMap((note) => noteLines(note.message, note.location, style)),
    ...(diagnostic.compiledPath === undefined ? [] : [`  ${style.dim('compiled code at')} ${diagnostic.compiledPath}`]),
    ...(diagnostic.hint === undefined ? [] : hintLines(diagnostic.hint, style)),
  ];
}

function shortened(message: string): string {
  if (message.length <= LONGEST_MESSAGE) return message;
  return `${message.slice(0, LONGEST_MESSAGE)}... (${message.length} characters)`;
}

/** `models/stg_x.sql:3:15`, which editors and terminals turn into a link. */
function place(location: Location): string {
  return `${printable(location.file)}:${location.line}:${location.column}`;
}

function noteLines(message: string, location: Location | undefined, style: Style): string[] {
  const where = location === undefined ? '' : ` (${place(location)})`;
  const [first, ...rest] = printable(message).split('\n');
  return [`  ${style.dim('note:')} ${first}${rest.length === 0 ? where : ''}`, ...rest.map((line) => `    ${line}`)];
}

function hintLines(hint: string, style: Style): string[] {
  const [first, ...rest] = printable(hint).split('\n');
  return [`  ${style.cyan('hint:')} ${first}`, ...rest.map((line) => `    ${line}`)];
}

function codeFrame(location: Location, { readSource, style, width }: DiagnosticContext): string[] {
  const source = readSource(location.file);
  const lines = source?.split(/\r\n|\n|\r/) ?? [];
  if (location.line > lines.length) return [];
  const start = Math.max(1, location.line - LINES_AROUND);
  const end = Math.min(lines.length, location.line + LINES_AROUND);
  const gutter = String(end).length;
  const room = Math.max(20, width - gutter - 7);
  // A long line is shown from a place at which the column is in sight.
  const skipped = location.column > room - 10 ? location.column - Math.floor(room / 2) : 0;
  const frame: string[] = [];
  for (let number = start; number <= end; number++) {
    const isHit = number === location.line;
    // A line of megabytes is cut before each of its characters is looked at.
    const near = lines[number - 1].slice(0, skipped + room * FAR);
    const text = truncate(printable(near).replaceAll('\t', ' ').slice(skipped), room);
    const label = pad(String(number), gutter, { atStart: true });
    frame.push(`  ${isHit ? style.red('>') : ' '} ${style.dim(`${label} |`)} ${text}`.trimEnd());
    if (isHit)
      frame.push(`    ${style.dim(`${' '.repeat(gutter)} |`)} ${caret(lines[number - 1], location, skipped, style)}`);
  }
  return frame;
}

function caret(line: string, location: Location, skipped: number, style: Style): string {
  const before = printable(line.slice(0, location.column - 1)).slice(skipped);
  const isOneLine = location.endLine === undefined || location.endLine === location.line;
  const wanted = isOneLine && location.endColumn !== undefined ? location.endColumn - location.column : 1;
  const length = Math.max(1, Math.min(wanted, line.length - location.column + 1));
  return ' '.repeat(displayWidth(before)) + style.red('^'.repeat(length));
}
