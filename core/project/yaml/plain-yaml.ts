/**
 * Reads the YAML that most property files consist of, in half of the time of a whole parser: block mappings and lists of
 * values that fit on one line. Whatever else stands in a text, a mistake too, gives null, and the parser reads all of it.
 */
import type { Json } from '../../resources/json.js';
import type { YamlEntry, YamlNode } from './yaml-document.js';
import { readPlainScalar } from './yaml-scalar.js';

/** The tree that the parser would give, or null. */
export function readPlainYaml(text: string): YamlNode | null {
  if (!PLAIN_CHARACTERS.test(text)) return null;
  const reader: Reader = { text, start: 0, end: 0, next: 0, indent: 0, depth: 0 };
  advance(reader);
  if (isDone(reader) || reader.indent !== 0) return null;
  const root = readMapping(reader, 0);
  return isDone(reader) ? root : null;
}

/** No tabs, no carriage returns, nothing that YAML counts as the end of a line or refuses. */
const PLAIN_CHARACTERS = /^[\n -~\u00a1-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff]*$/u;

/** The line that is read: its content from `start` to `end`, and where the next line begins. */
interface Reader {
  readonly text: string;
  start: number;
  end: number;
  next: number;
  /** Column of the content; -1 behind the last line. */
  indent: number;
  depth: number;
}

function isDone(reader: Reader): boolean {
  return reader.indent === -1;
}

const SPACE = 32;
const NUMBER_SIGN = 35;
const DASH = 45;
const COLON = 58;

/** Goes to the next line that holds more than a comment. */
function advance(reader: Reader): void {
  const { text } = reader;
  while (reader.next < text.length) {
    const line = reader.next;
    const found = text.indexOf('\n', line);
    let end = found === -1 ? text.length : found;
    reader.next = end + 1;
    const start = skipSpaces(text, line);
    if (start === end || text.charCodeAt(start) === NUMBER_SIGN) continue;
    while (text.charCodeAt(end - 1) === SPACE) end--;
    reader.start = start;
    reader.end = end;
    reader.indent = start - line;
    return;
  }
  reader.indent = -1;
}

const LONGEST_KEY = 100;
const KEY = /[A-Za-z_+][A-Za-z0-9_+.-]*/y;

/** Where the colon of the plain key that stands here is; -1 when there is none. */
function colonAfterKey({ text, end }: Reader, start: number): number {
  KEY.lastIndex = start;
  if (!KEY.test(text)) return -1;
  const at = KEY.lastIndex;
  if (text.charCodeAt(at) !== COLON || at - start > LONGEST_KEY) return -1;
  return at + 1 === end || text.charCodeAt(at + 1) === SPACE ? at : -1;
}

const DEEPEST = 50;

/** The mapping whose first key the reader stands at. */
function readMapping(reader: Reader, indent: number): YamlNode | null {
  if (++reader.depth > DEEPEST) return null;
  const offset = reader.start;
  const entries: YamlEntry[] = [];
  const value: Record<string, Json> = Object.create(null);
  let size = 1;
  while (reader.indent === indent) {
    const keyOffset = reader.start;
    const colon = colonAfterKey(reader, keyOffset);
    const key = reader.text.slice(keyOffset, colon);
    if (colon === -1 || key in value) return null;
    const node = readValue(reader, colon + 1, { indent, keyOffset });
    if (node === null) return null;
    entries.push({ key, keyOffset, node });
    value[key] = node.value;
    size += node.size;
  }
  reader.depth--;
  return reader.indent > indent ? null : { value, offset, entries, items: null, size };
}

interface KeyPlace {
  readonly indent: number;
  readonly keyOffset: number;
}

/** What stands behind a key: on its line, or below it. */
function readValue(reader: Reader, after: number, { indent, keyOffset }: KeyPlace): YamlNode | null {
  if (after < reader.end) {
    const node = readInline(reader, skipSpaces(reader.text, after));
    advance(reader);
    return node;
  }
  advance(reader);
  if (reader.indent > indent)
    return isItem(reader) ? readList(reader, reader.indent) : readMapping(reader, reader.indent);
  return reader.indent === indent && isItem(reader) ? readList(reader, indent) : leaf(null, keyOffset);
}

function isItem({ text, start }: Reader): boolean {
  return text.charCodeAt(start) === DASH && text.charCodeAt(start + 1) === SPACE;
}

/** The list whose first dash the reader stands at. */
function readList(reader: Reader, indent: number): YamlNode | null {
  if (++reader.depth > DEEPEST) return null;
  const { text, start: offset } = reader;
  const items: YamlNode[] = [];
  let size = 1;
  while (reader.indent === indent && isItem(reader)) {
    const node = readItem(reader, text);
    if (node === null) return null;
    items.push(node);
    size += node.size;
  }
  reader.depth--;
  return reader.indent > indent ? null : listNode(items, offset, size);
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === SPACE) at++;
  return at;
}

function readItem(reader: Reader, text: string): YamlNode | null {
  const at = skipSpaces(text, reader.start + 1);
  if (colonAfterKey(reader, at) === -1) {
    const node = readInline(reader, at);
    advance(reader);
    return node;
  }
  reader.indent += at - reader.start;
  reader.start = at;
  return readMapping(reader, reader.indent);
}

const PLAIN_START = /^(?:[\p{L}0-9_/.(+$~]|-[0-9.])/u;

/** A value that ends with its line. */
function readInline({ text, end }: Reader, at: number): YamlNode | null {
  const first = text[at];
  if (first === '"' || first === "'") return readQuoted(text, at, end);
  if (first === '[') return readFlowList(text, at, end);
  const written = text.slice(at, end);
  if (!PLAIN_START.test(written)) return null;
  if (written.includes(': ') || written.includes(' #') || written.endsWith(':')) return null;
  return leaf(readPlainScalar(written), at);
}

/** Nothing in it is escaped. */
function readQuoted(text: string, at: number, end: number): YamlNode | null {
  if (text.indexOf(text[at], at + 1) !== end - 1) return null;
  const written = text.slice(at + 1, end - 1);
  return written.includes('\\') ? null : leaf(written, at + 1);
}

const FLOW_ITEM = /(?:(?<plain>[A-Za-z0-9_][\w.]*)|'(?<single>[^'\n\\]*)'|"(?<double>[^"\n\\]*)")(?<close>, |\])/uy;

/** `[a, 'b', 3]`. */
function readFlowList(text: string, at: number, end: number): YamlNode | null {
  const items: YamlNode[] = [];
  if (text[at + 1] === ']') return at + 2 === end ? listNode(items, at, 1) : null;
  FLOW_ITEM.lastIndex = at + 1;
  for (;;) {
    const offset = FLOW_ITEM.lastIndex;
    const { plain, single, double, close } = FLOW_ITEM.exec(text)?.groups ?? {};
    if (close === undefined) return null;
    items.push(plain === undefined ? leaf(single ?? double ?? '', offset + 1) : leaf(readPlainScalar(plain), offset));
    if (close === ']') return FLOW_ITEM.lastIndex === end ? listNode(items, at, items.length + 1) : null;
  }
}

function listNode(items: readonly YamlNode[], offset: number, size: number): YamlNode {
  return { value: items.map((item) => item.value), offset, entries: null, items, size };
}

function leaf(value: Json, offset: number): YamlNode {
  return { value, offset, entries: null, items: null, size: 1 };
}
