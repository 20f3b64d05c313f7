import { describe, expect, it } from 'vitest';
import { createStrictDecoder, UndecodableError } from '../../../../core/io/csv/strict-decoder.js';

/** The text that the chunks gave, and what the last one, which is refused, had before its first wrong byte. */
function refusal(encoding: string, chunks: readonly Uint8Array[]): [text: string, before: string] {
  const decoder = createStrictDecoder(encoding);
  let text = '';
  try {
    for (const chunk of chunks) text += decoder.decode(chunk);
    text += decoder.decode();
  } catch (error) {
    if (error instanceof UndecodableError) return [text, error.before];
    throw error;
  }
  throw new Error(`nothing was refused: ${text}`);
}

const bytes = (...parts: readonly (string | number)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.of(part) : Buffer.from(part))));

describe('the strict decoder', () => {
  it('tells how much of refused bytes was text', () => {
    expect(refusal('utf-8', [bytes('name\ngr', 0xfc, 'n\n')])).toEqual(['', 'name\ngr']);
    expect(refusal('utf-8', [bytes(0xff, 'a')])).toEqual(['', '']);
  });

  it('does so where a character is cut between two pieces of the file', () => {
    const euro = bytes('€');
    const pieces = [
      Buffer.concat([bytes('a'), euro.subarray(0, 2)]),
      Buffer.concat([euro.subarray(2), bytes('b', 0xe4)]),
    ];
    expect(refusal('utf-8', [...pieces, bytes('c')])).toEqual(['a€b', '']);
    expect(refusal('utf-8', [pieces[0], bytes('x')])).toEqual(['a', '']);
  });

  it('refuses a file that ends within a character', () => {
    expect(refusal('utf-8', [bytes('ab', 0xc3)])).toEqual(['ab', '']);
  });

  it('takes a replacement character for the text that it is', () => {
    expect(refusal('utf-8', [bytes('\uFFFDx', 0x80)])).toEqual(['', '\uFFFDx']);
  });

  it('knows other encodings', () => {
    expect(createStrictDecoder('latin1').decode(bytes('gr', 0xfc, 'n'))).toBe('grün');
    expect(refusal('utf-16le', [Buffer.of(0x61, 0, 0, 0xdc, 0x62, 0)])).toEqual(['', 'a']);
  });
});
