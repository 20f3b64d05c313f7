/**
 * Decodes bytes as they come and refuses those that are not text of the encoding, so that a file in another one is not read
 * wrongly. The error tells how much of the refused bytes was text, which is where the first wrong byte stands.
 */

/** Bytes that the encoding does not have. */
export class UndecodableError extends Error {
  /** The text of the same bytes up to the first wrong one. */
  readonly before: string;
  constructor(encoding: string, before: string) {
    super(`the file is not ${encoding} text: save it as ${encoding.toUpperCase()}`);
    this.name = 'UndecodableError';
    this.before = before;
  }
}

export interface StrictDecoder {
  /** The text of the next bytes; of the end of the file when none are given. */
  readonly decode: (bytes?: Uint8Array) => string;
}

/** A decoder for one file. `encoding` is a label of the WHATWG Encoding Standard. */
export function createStrictDecoder(encoding: string): StrictDecoder {
  const decoder = new TextDecoder(encoding, { fatal: true });
  /** Bytes of a character that the last chunk cut in two; the decoder holds them as well. */
  let cut: Uint8Array = new Uint8Array();
  return {
    decode: (bytes) => {
      try {
        const text = decoder.decode(bytes, { stream: bytes !== undefined });
        cut = decoder.encoding === 'utf-8' && bytes !== undefined ? cutCharacter(bytes) : new Uint8Array();
        return text;
      } catch {
        const refused = Buffer.concat([cut, bytes ?? new Uint8Array()]);
        throw new UndecodableError(decoder.encoding, textBefore(decoder.encoding, refused));
      }
    },
  };
}

/** The bytes at the end that begin a UTF-8 character and do not finish it. */
function cutCharacter(bytes: Uint8Array): Uint8Array {
  for (let length = 1; length <= Math.min(3, bytes.length); length++) {
    const byte = bytes[bytes.length - length];
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return wanted > length ? bytes.slice(bytes.length - length) : new Uint8Array();
  }
  return new Uint8Array();
}

/** The longest beginning that is text, found by halving. */
function textBefore(encoding: string, bytes: Uint8Array): string {
  const decoded = (length: number): string | null => {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
    } catch {
      return null;
    }
  };
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decoded(middle) === null) bad = middle;
    else good = middle;
  }
  return decoded(good) ?? '';
}
