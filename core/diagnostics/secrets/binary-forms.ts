/** A secret inside Base64 or hexadecimal text, wherever it begins there: what of the encoded text depends on the secret alone. */

/** Parts of Base64 and hexadecimal texts that betray the secret; none when they would be too short to tell. */
export function binaryForms(secret: string): readonly string[] {
  const bytes = new TextEncoder().encode(secret);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const base64 = [0, 1, 2].flatMap((offset) => alignedBase64(bytes, offset));
  const urlSafe = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const escaped = base64.flatMap((text) => [encodeURIComponent(text), text.replaceAll('/', '\\/')]);
  return [...new Set([...base64, ...urlSafe, ...escaped, hex, hex.toUpperCase()])].filter(
    (form) => form.length >= SHORTEST,
  );
}

const SHORTEST = 4;

/** The characters of Base64 that hold bits of the secret only, when so many bytes stand before it. */
function alignedBase64(bytes: Uint8Array, offset: number): string[] {
  const text = btoa('\0'.repeat(offset) + String.fromCharCode(...bytes));
  const start = Math.ceil((offset * 8) / 6);
  const end = Math.floor(((offset + bytes.length) * 8) / 6);
  return [text.slice(start, end)];
}

const TOKEN = /[A-Za-z0-9+/_-]/;
/** A character at either end may hold some bits of the secret. */
const EDGE = 2;

/** The range with the neighbouring characters that share bits with the secret. */
export function widened(text: string, start: number, end: number): readonly [number, number] {
  let from = start;
  let to = end;
  while (from > 0 && start - from < EDGE && TOKEN.test(text[from - 1]!)) from--;
  while (to < text.length && to - end < EDGE && TOKEN.test(text[to]!)) to++;
  return [from, to];
}
