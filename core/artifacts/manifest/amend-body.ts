/**
 * Writes edited models into the body of a manifest.json that stands. Exact: that is done only where the text of a model
 * differs in nothing that another text of the manifest is made from, which is seen by comparing it letter by letter.
 */
import { toOwnDict } from '../../parse/node-dict.js';
import { isMapping, type JsonObject } from '../../resources/json.js';
import type { ModelNode, UniqueId } from '../../resources/node.js';
import { createJsonWriter } from '../json-text.js';
import { openDictWriter } from './open-dict.js';
import type { TextPiece } from './resource-texts.js';

/** A model as it stands in a body. */
export interface StandingModel {
  /** Its place in bytes. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly dict: JsonObject;
}

/** Finds a model by its id; null when it is not plain which text is its own. */
export function findModel(body: Buffer, id: UniqueId): StandingModel | null {
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

/** What follows the text that the model alone decides, as long as nobody has compiled it. */
const END = /^(, "primary_key": .*, "time_spine": null, "created_at": )[\d.e+]+\}$/s;

/**
 * The text of a model in the place of the one that stands; null when more than its code, its checksum and the macros that it
 * calls has changed.
 */
export function amendedText(
  { text, dict: before }: Pick<StandingModel, 'text' | 'dict'>,
  model: ModelNode,
  createdAt: number,
): string | null {
  const write = createJsonWriter();
  const dict = toOwnDict(model);
  const { checksum, raw_code, depends_on } = before;
  if (checksum === undefined || raw_code === undefined || !isMapping(depends_on)) return null;
  const { nodes } = model.dependsOn;
  const earlier = { ...dict, checksum, raw_code, depends_on: { macros: depends_on.macros, nodes } };
  const own = openDictWriter(write)(earlier);
  const end = text.startsWith(own) ? END.exec(text.slice(own.length)) : null;
  return end === null ? null : `${openDictWriter(write)(dict)}${end[1]}${write(createdAt)}}`;
}

/** The body with some of its texts replaced. */
export function amendedBody(
  body: Buffer,
  amendments: readonly (readonly [place: Pick<StandingModel, 'start' | 'end'>, text: string])[],
): TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const [{ start, end }, text] of amendments.toSorted(([a], [b]) => a.start - b.start)) {
    pieces.push(body.subarray(from, start), text);
    from = end;
  }
  return [...pieces, body.subarray(from)];
}
