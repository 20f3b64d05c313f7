/**
 * Events of the YAML parser to one tree of values with offsets. Anchors, aliases and merge keys are resolved here;
 * aliases are bounded by the size that they stand for, so a small file cannot become a huge value.
 */
import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE } from 'js-yaml';
import type { Json } from '../../resources/json.js';
import type { YamlEntry, YamlNode } from './yaml-document.js';
import { readPlainScalar, readTaggedScalar } from './yaml-scalar.js';

/** Something about the text that the parser accepts and YAML 1.1 or dbt does not. */
export interface YamlProblem {
  readonly kind: 'error' | 'duplicate-key' | 'too-large';
  readonly message: string;
  readonly offset: number;
  readonly hint?: string;
}

export interface Composition {
  readonly root: YamlNode;
  readonly problems: readonly YamlProblem[];
}

/** Values that aliases of one file may stand for in all. */
const ALIAS_BUDGET = 200_000;

type ScalarEvent = Extract<Event, { valueStart: number }>;
type CollectionEvent = Extract<Event, { start: number }>;
type TaggedEvent = ScalarEvent | CollectionEvent;

interface Composer {
  readonly text: string;
  readonly events: readonly Event[];
  readonly anchors: Map<string, YamlNode | 'open'>;
  readonly problems: YamlProblem[];
  at: number;
  aliased: number;
}

/** Composes the one document of the events; an empty stream is null. */
export function composeYaml(text: string, events: readonly Event[]): Composition {
  const composer: Composer = { text, events, anchors: new Map(), problems: [], at: 0, aliased: 0 };
  let root: YamlNode | null = null;
  while (composer.at < events.length) {
    const event = events[composer.at++];
    if (event.type !== EVENT_ID.DOCUMENT) continue;
    const node = events[composer.at]?.type === EVENT_ID.POP ? leaf(null, 0) : composeNode(composer, 0);
    if (root === null) root = node;
    else reportSecondDocument(composer, node);
  }
  return { root: root ?? leaf(null, 0), problems: composer.problems };
}

function reportSecondDocument(composer: Composer, node: YamlNode): void {
  const message = 'The file holds a second YAML document (after `---`), where one is expected.';
  composer.problems.push({ kind: 'error', message, offset: node.offset, hint: 'Join the documents into one.' });
}

function leaf(value: Json, offset: number): YamlNode {
  return { value, offset, entries: null, items: null, size: 1 };
}

/** `fallback` is where an empty value is said to stand. */
function composeNode(composer: Composer, fallback: number): YamlNode {
  const event = composer.events[composer.at++];
  if (event.type === EVENT_ID.ALIAS) return composeAlias(composer, event);
  if (event.type === EVENT_ID.SCALAR) return composeScalar(composer, event, fallback);
  const anchor = readAnchor(composer, event as CollectionEvent);
  if (anchor !== null) composer.anchors.set(anchor, 'open');
  const node =
    event.type === EVENT_ID.SEQUENCE
      ? composeSequence(composer, event)
      : composeMapping(composer, event as CollectionEvent);
  if (anchor !== null) composer.anchors.set(anchor, node);
  return node;
}

function readAnchor(composer: Composer, event: TaggedEvent): string | null {
  return event.anchorStart === -1 ? null : composer.text.slice(event.anchorStart, event.anchorEnd);
}

function composeAlias(composer: Composer, event: { anchorStart: number; anchorEnd: number }): YamlNode {
  const name = composer.text.slice(event.anchorStart, event.anchorEnd);
  const offset = event.anchorStart - 1;
  const found = composer.anchors.get(name);
  if (found === undefined)
    return fail(composer, offset, `No anchor \`&${name}\` stands before the alias \`*${name}\`.`);
  if (found === 'open') return fail(composer, offset, `The alias \`*${name}\` stands inside of its own anchor.`);
  const isFirstOverflow = composer.aliased <= ALIAS_BUDGET;
  composer.aliased += found.size;
  if (composer.aliased <= ALIAS_BUDGET) return found;
  if (isFirstOverflow) reportBomb(composer, offset);
  return leaf(null, offset);
}

function reportBomb(composer: Composer, offset: number): void {
  const message = `The aliases of this file stand for more than ${ALIAS_BUDGET.toLocaleString('en')} values.`;
  composer.problems.push({ kind: 'too-large', message, offset, hint: 'Write out the values that are needed.' });
}

function fail(composer: Composer, offset: number, message: string, hint?: string): YamlNode {
  composer.problems.push({ kind: 'error', message, offset, ...(hint === undefined ? {} : { hint }) });
  return leaf(null, offset);
}

function composeScalar(composer: Composer, event: ScalarEvent, fallback: number): YamlNode {
  const text = getScalarValue(composer.text, event);
  const offset = event.valueStart === -1 ? fallback : contentOffset(composer.text, event);
  const isPlain = event.style === SCALAR_STYLE.PLAIN;
  const node = leaf(readScalar(composer, event, text, isPlain), offset);
  const anchor = readAnchor(composer, event);
  if (anchor !== null) composer.anchors.set(anchor, node);
  return node;
}

function readScalar(composer: Composer, event: ScalarEvent, text: string, isPlain: boolean): Json {
  if (event.tagStart === -1) return isPlain ? readPlainScalar(text) : text;
  const tag = composer.text.slice(event.tagStart, event.tagEnd);
  if (tag === '!') return text;
  const value = tag.startsWith('!!') ? readTaggedScalar(tag.slice(2), text) : undefined;
  if (value !== undefined) return value;
  return fail(composer, event.tagStart, `The tag \`${tag}\` does not fit here.`, 'Leave out the tag.').value;
}

/** The text of a block scalar begins on the line after its indicator. */
function contentOffset(text: string, event: ScalarEvent): number {
  if (event.style !== SCALAR_STYLE.LITERAL_BLOCK && event.style !== SCALAR_STYLE.FOLDED_BLOCK) return event.valueStart;
  const written = /^\s*/.exec(text.slice(event.valueStart, event.valueEnd));
  return event.valueStart + (written?.[0].length ?? 0);
}

function checkCollectionTag(composer: Composer, event: CollectionEvent, expected: string): void {
  if (event.tagStart === -1) return;
  const tag = composer.text.slice(event.tagStart, event.tagEnd);
  if (tag !== expected && tag !== '!') fail(composer, event.tagStart, `The tag \`${tag}\` does not fit here.`);
}

function composeSequence(composer: Composer, event: CollectionEvent): YamlNode {
  checkCollectionTag(composer, event, '!!seq');
  const items: YamlNode[] = [];
  let size = 1;
  while (composer.events[composer.at].type !== EVENT_ID.POP) {
    const item = composeNode(composer, event.start);
    items.push(item);
    size += item.size;
  }
  composer.at++;
  return { value: items.map((item) => item.value), offset: event.start, entries: null, items, size };
}

function composeMapping(composer: Composer, event: CollectionEvent): YamlNode {
  checkCollectionTag(composer, event, '!!map');
  const own = new Map<string, YamlEntry>();
  const merged: YamlNode[] = [];
  while (composer.events[composer.at].type !== EVENT_ID.POP) {
    const key = readKey(composer, event);
    const node = composeNode(composer, key.offset);
    if (key.isMerge) merged.push(...mergeSources(composer, node, key.offset));
    else if (key.text !== null) addEntry(composer, own, { key: key.text, keyOffset: key.offset, node });
  }
  composer.at++;
  return mappingNode(event.start, own, merged);
}

function addEntry(composer: Composer, own: Map<string, YamlEntry>, entry: YamlEntry): void {
  const { key } = entry;
  if (own.has(key)) {
    const message = `The key \`${key}\` stands twice in one mapping; the last one counts.`;
    composer.problems.push({ kind: 'duplicate-key', message, offset: entry.keyOffset });
  }
  own.set(key, entry);
}

interface ReadKey {
  readonly text: string | null;
  readonly offset: number;
  readonly isMerge: boolean;
}

function readKey(composer: Composer, mapping: CollectionEvent): ReadKey {
  const event = composer.events[composer.at];
  if (event.type === EVENT_ID.SCALAR) {
    const isPlain = event.style === SCALAR_STYLE.PLAIN;
    const text = getScalarValue(composer.text, event);
    const offset = composeNode(composer, mapping.start).offset;
    return { text, offset, isMerge: isPlain && text === '<<' && event.tagStart === -1 };
  }
  const node = composeNode(composer, mapping.start);
  const isText = node.entries === null && node.items === null;
  if (isText) return { text: String(node.value), offset: node.offset, isMerge: false };
  const isTemplate = composer.text.startsWith('{{', mapping.start) || composer.text.startsWith('{{', node.offset);
  const hint = isTemplate ? 'Put quotes around a value that begins with `{{`.' : undefined;
  fail(composer, node.offset, 'A list or mapping stands where the name of a key is expected.', hint);
  return { text: null, offset: node.offset, isMerge: false };
}

function mergeSources(composer: Composer, node: YamlNode, offset: number): YamlNode[] {
  const sources = node.items ?? [node];
  if (sources.every((source) => source.entries !== null)) return [...sources];
  fail(composer, offset, 'The merge key `<<` needs a mapping or a list of mappings.');
  return [];
}

/** Own keys beat merged ones; of merged ones the first counts. */
function mappingNode(offset: number, own: ReadonlyMap<string, YamlEntry>, merged: readonly YamlNode[]): YamlNode {
  const entries = new Map<string, YamlEntry>();
  for (const source of [...merged].reverse()) {
    for (const entry of source.entries ?? []) entries.set(entry.key, entry);
  }
  for (const [key, entry] of own) {
    entries.delete(key);
    entries.set(key, entry);
  }
  const value: Record<string, Json> = Object.create(null);
  let size = 1;
  for (const [key, entry] of entries) {
    value[key] = entry.node.value;
    size += entry.node.size;
  }
  return { value, offset, entries: [...entries.values()], items: null, size };
}
