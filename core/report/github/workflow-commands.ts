/** The lines by which a step talks to GitHub Actions, and text that must not be taken for one. Pure. */
import { plural } from '../markdown/words.js';
import type { Annotation } from './annotations.js';

/** GitHub shows so many of each level a step and drops the rest without a word. */
const SHOWN = 10;
/** GitHub cuts longer messages. */
const LONGEST_MESSAGE = 4000;

/** The lines of the annotations that will be shown; then, in words, how many are not. */
export function annotationLines(annotations: readonly Annotation[]): readonly string[] {
  const ofLevel = (level: Annotation['level']) => annotations.filter((annotation) => annotation.level === level);
  const lists = [ofLevel('error'), ofLevel('warning')];
  const hidden = lists.map((list) => Math.max(0, list.length - SHOWN));
  const words = ['error', 'warning'].flatMap((word, index) => (hidden[index] > 0 ? [plural(hidden[index], word)] : []));
  const more = words.length === 0 ? [] : [`${words.join(' and ')} more: see the job summary.`];
  return [...lists.flatMap((list) => list.slice(0, SHOWN).map(annotationLine)), ...more];
}

/** `::error file=models/a.sql,line=3,col=8,title=...::message`. */
export function annotationLine({ level, file, line, column, title, message }: Annotation): string {
  const place = file === null ? [] : [`file=${property(file)}`, `line=${line ?? 1}`, `col=${column ?? 1}`];
  const text = message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}...` : message;
  return `::${level} ${[...place, `title=${property(title)}`].join(',')}::${data(text)}`;
}

/** Lines from here to `endGroup` are folded under a title. */
export function groupLine(title: string): string {
  return `::group::${data(title)}`;
}

export const endGroup = '::endgroup::';

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** Text that the runner reads no command in: what a database or a macro says shall not speak for the workflow. */
export function withoutCommands(text: string): string {
  return text.replaceAll(/(^|[\r\n])(\s*):(?=:)/g, '$1$2:\u200b').replaceAll('##[', '##\u200b[');
}
