/** XML elements as text. Whatever characters come in, what goes out is well-formed XML 1.0. */
import { unicodeEscape } from '../unicode-escape.js';

export interface XmlElement {
  readonly name: string;
  /** Null leaves an attribute out. */
  readonly attributes: Readonly<Record<string, string | number | null>>;
  /** Elements, or the text between the tags. */
  readonly content: readonly XmlElement[] | string;
}

/** A document with its declaration. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${elementText(root, '')}`;
}

function elementText({ name, attributes, content }: XmlElement, indent: string): string {
  const words = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => ` ${key}="${escapeAttribute(String(value))}"`)
    .join('');
  const start = `${indent}<${name}${words}`;
  if (content.length === 0) return `${start}/>\n`;
  if (typeof content === 'string') return `${start}>${escapeText(content)}</${name}>\n`;
  const inner = content.map((child) => elementText(child, `${indent}  `)).join('');
  return `${start}>\n${inner}${indent}</${name}>\n`;
}

/** What XML 1.0 has no way to write, not even as a reference; a half of a surrogate pair too. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/gu;

function escapeText(text: string): string {
  return text
    .replace(FORBIDDEN, unicodeEscape)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

/** Readers make blanks of line breaks in attributes that are not written as references. */
function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}
