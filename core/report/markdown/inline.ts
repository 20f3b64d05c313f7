/**
 * Text of users and databases inside of Markdown, so that it is shown as it is: it can open no tag, end no table cell,
 * mention nobody and become no link.
 */
import { unicodeEscape } from '../unicode-escape.js';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** Makes control, direction and zero-width characters visible; line breaks stay. */
export function visible(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll('\t', '\\t').replace(CONTROL, unicodeEscape);
}

/** The same on one line. */
export function oneLine(text: string): string {
  return visible(text).replaceAll('\n', '\\n');
}

/** Code of one line, for prose, table cells and the text of links. */
export function code(text: string): string {
  const line = oneLine(text);
  // A pipe ends a table cell even inside of backticks, and a backslash before it would undo its escape.
  if (/[|\\]/.test(line) || line.trim() === '') return htmlCode(line);
  const runs = [...line.matchAll(/`+/g)].map(([run]) => run.length);
  const ticks = '`'.repeat(Math.max(0, ...runs) + 1);
  const isPadded = /^`|`$|^ .* $/.test(line);
  return isPadded ? `${ticks} ${line} ${ticks}` : `${ticks}${line}${ticks}`;
}

/** The same where HTML alone is read, as in the summary of a `details`. */
export function htmlCode(text: string): string {
  const line = oneLine(text);
  return `<code>${entities(line.trim() === '' ? line.replaceAll(' ', '\u00a0') : line)}</code>`;
}

/** What Markdown or HTML could take for its own, as numbers. */
function entities(text: string): string {
  return text.replaceAll(/[!-/:-@[-`{-~\u00a0]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A link; only its text comes from outside, the address is one of `Links`. */
export function link(text: string, url: string | null): string {
  return url === null ? code(text) : `[${code(text)}](${url})`;
}
