/** Reads XML strictly enough to find what is not well-formed: tags that do not match, loose markup, forbidden characters. */

interface ReadElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface ReadDocument {
  /** All elements of a name, in the order in which they begin. */
  readonly find: (name: string) => readonly ReadElement[];
}

const TOKEN =
  /<\?xml version="1\.0" encoding="UTF-8"\?>|<(\/?)([a-z][\w-]*)((?:\s+[a-z][\w:-]*="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
const ATTRIBUTE = /([a-z][\w:-]*)="([^"]*)"/g;
const CHARACTERS = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Throws at the first place that is not well-formed. */
export function readXml(source: string): ReadDocument {
  if (!CHARACTERS.test(source)) throw new Error('a character that XML 1.0 forbids');
  const elements: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const open: (typeof elements)[number][] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (match === null) throw new Error(`not well-formed at ${at}: ${source.slice(at, at + 60)}`);
    const [, closing, name, attributes, selfClosing, text] = match;
    if (text !== undefined) {
      if (text.includes(']]>')) throw new Error(']]> in text');
      const parent = open.at(-1);
      if (parent !== undefined) parent.text += unescaped(text);
      else if (text.trim() !== '') throw new Error('text outside of the root');
    } else if (closing === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes something else`);
    } else if (name !== undefined) {
      const read = [...attributes.matchAll(ATTRIBUTE)].map(([, key, value]) => [key, unescaped(value)] as const);
      if (new Set(read.map(([key]) => key)).size !== read.length) throw new Error(`<${name}> has an attribute twice`);
      const element = { name, attributes: Object.fromEntries(read), text: '' };
      elements.push(element);
      if (selfClosing !== '/') open.push(element);
    }
  }
  if (open.length > 0) throw new Error(`<${open[0].name}> is not closed`);
  return { find: (name) => elements.filter((element) => element.name === name) };
}

function unescaped(text: string): string {
  const read = text.replaceAll(/&(?:#(\d+)|([a-z]+));/g, (whole, code, name) => {
    if (code !== undefined) return String.fromCodePoint(Number(code));
    if (Object.hasOwn(named, name)) return named[name];
    throw new Error(`an unknown reference ${whole}`);
  });
  if (/&(?!(?:#\d+|[a-z]+);)/.test(text)) throw new Error('a loose &');
  return read;
}
