/**
 * Writes edited models, and what was compiled, into the body of a manifest.json that stands. Exact: that is done only where the text of a model
 * differs in nothing that another text of the manifest is made from, which is seen by comparing it letter by letter.
 */
import { toOwnDict } from '../../parse/node-dict.js';
import { isMapping, type JsonObject } from '../../resources/json.js';
import type { ManifestNode, UniqueId } from '../../resources/node.js';
import { createJsonWriter } from '../json-text.js';
import type { CompiledText } from '../kept-artifacts.js';
import { type CompiledPart, compiledDict } from './compiled-part.js';
import { openDictWriter } from './open-dict.js';
import type { TextPiece } from './resource-texts.js';

/** A node as it stands in a body. */
export interface StandingNode {
  /** Its place in bytes. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly dict: JsonObject;
}

/** Finds a node by its id; null when it is not plain which text is its own. */
export function findNode(body: Buffer, id: UniqueId): StandingNode | null {
  const key = `${JSON.stringify(id)}: {`;
  const at = body.indexOf(key);
  if (at < 0 || body.indexOf(key, at + 1) >= 0) return null;
  const start = at + Buffer.byteLength(key) - 1;
  const end = endOfDict(body, start);
  if (end === null) return null;
  const text = body.toString('utf8', start, end);
  const dict: unknown = JSON.parse(text);
  return isMapping(dict as JsonObject) && (dict as JsonObject).unique_id === id
    ? { start, end, text, dict: dict as JsonObject }
    : null;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

function endOfDict(body: Buffer, start: number): number | null {
  let depth = 0;
  let isInText = false;
  for (let at = start; at < body.length; at++) {
    const byte = body[at];
    if (isInText) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) isInText = false;
    } else if (byte === QUOTE) isInText = true;
    else if (byte === OPEN) depth++;
    else if (byte === CLOSE && --depth === 0) return at + 1;
  }
  return null;
}

/** What follows the text that the node alone decides, as long as nobody has compiled it. */
const END = /^((?:, "primary_key": .*, "time_spine": null)?, "created_at": )[\d.e+]+\}$/s;

/** What is written of a node. */
export interface NodeText {
  /** As it is before anybody compiles it. */
  readonly plain: string;
  /** With what compiling has added; the same where nothing has. */
  readonly text: string;
}

/**
 * The text of a node in the place of the one that stands; null when more than its code, its checksum and the macros that it
 * calls has changed.
 */
export function amendedText(
  { text, dict: before }: Pick<StandingNode, 'text' | 'dict'>,
  node: ManifestNode,
  { createdAt, compiled }: { readonly createdAt: number; readonly compiled?: CompiledPart | undefined },
): NodeText | null {
  const write = createJsonWriter();
  const writeOpen = openDictWriter(write);
  const dict = toOwnDict(node);
  const { checksum, raw_code, depends_on } = before;
  if (checksum === undefined || raw_code === undefined || !isMapping(depends_on)) return null;
  const { nodes } = node.dependsOn;
  const earlier = { ...dict, checksum, raw_code, depends_on: { macros: depends_on.macros, nodes } };
  const own = writeOpen(earlier);
  const end = text.startsWith(own) ? END.exec(text.slice(own.length))?.[1] : undefined;
  if (end === undefined) return null;
  const date = `${end}${write(createdAt)}`;
  const plain = `${writeOpen(dict)}${date}}`;
  if (compiled === undefined) return { plain, text: plain };
  const withPath = writeOpen(Object.assign(dict, { compiled_path: compiled.path }));
  return { plain, text: `${withPath}${date}, ${write(compiledDict(compiled)).slice(1)}` };
}

/** The body with some of its texts replaced. */
export function amendedBody(
  body: Buffer,
  amendments: readonly (readonly [place: Pick<StandingNode, 'start' | 'end'>, text: string])[],
): TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const [{ start, end }, text] of amendments.toSorted(([a], [b]) => a.start - b.start)) {
    pieces.push(body.subarray(from, start), text);
    from = end;
  }
  return [...pieces, body.subarray(from)];
}

/** A body, and which of its nodes stand compiled in it. */
export interface StandingTexts {
  readonly pieces: Iterable<TextPiece>;
  readonly compiled: readonly CompiledText[];
}

interface CompiledNodes {
  readonly compiled: ReadonlyMap<UniqueId, CompiledPart>;
  readonly find: (id: UniqueId) => ManifestNode | undefined;
  /** The time of writing. */
  readonly at: string;
}

/** A body with what was compiled of some nodes; null when one of them does not stand in it as it is. */
export function withCompiled(
  pieces: readonly TextPiece[],
  { compiled, find, at }: CompiledNodes,
): StandingTexts | null {
  const body = bytesOfPieces(pieces);
  const createdAt = Date.parse(at) / 1000;
  const texts: [StandingNode, string][] = [];
  const plain: CompiledText[] = [];
  for (const [id, part] of compiled) {
    const [node, standing] = [find(id), findNode(body, id)];
    const made = node && standing && amendedText(standing, node, { createdAt, compiled: part });
    if (!made || !standing) return null;
    texts.push([standing, made.text]);
    plain.push([id, made.plain]);
  }
  return { pieces: amendedBody(body, texts), compiled: plain };
}

/** The pieces as one. */
export function bytesOfPieces(pieces: readonly TextPiece[]): Buffer {
  const [first] = pieces;
  if (pieces.length === 1 && Buffer.isBuffer(first)) return first;
  return Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)));
}
