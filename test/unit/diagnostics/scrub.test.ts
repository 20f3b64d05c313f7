import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScrubber, scrubJson } from '../../../core/diagnostics/scrub.js';

const secret = `p@ss "w'rd/100%`;
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('createScrubber', () => {
  it.each([
    ['as it is', secret],
    ['in a URL', "p%40ss%20%22w'rd%2F100%25"],
    ['in a URL with small digits and every mark', 'p%40ss%20%22w%27rd%2f100%25'],
    ['in a URL inside a URL', "p%2540ss%2520%2522w'rd%252F100%2525"],
    ['in a form', "p%40ss+%22w'rd%2F100%25"],
    ['in JSON', `p@ss \\"w'rd/100%`],
    ['in JSON with escaped slashes', `p@ss \\"w'rd\\/100%`],
    ['in JSON inside JSON', `p@ss \\\\\\"w'rd/100%`],
    ['in JSON for HTML', 'p@ss \\u0022w\\u0027rd/100%'],
    ['in YAML with every character escaped', [...secret].map((c) => `\\x${c.charCodeAt(0).toString(16)}`).join('')],
    ['in an SQL literal', `p@ss "w''rd/100%`],
    ['in an SQL literal inside JSON', `p@ss \\"w''rd/100%`],
    ['in a quoted name', `p@ss ""w'rd/100%`],
    ['in a Python text', `p@ss "w\\'rd/100%`],
    ['in a shell', `p@ss\\ \\"w\\'rd/100\\%`],
    ['in HTML', 'p@ss &quot;w&#39;rd/100%'],
    ['in hexadecimal digits', Buffer.from(secret).toString('hex')],
  ])('hides a secret %s', (_, spelling) => {
    expect(createScrubber([secret])(`before ${spelling} after`)).toBe('before ***** after');
  });

  it.each(['', 'u', 'us', 'user:', 'a-long-user:'])('hides a secret in Base64 behind "%s"', (before) => {
    const scrubbed = createScrubber([secret])(`Basic ${base64(`${before}${secret}`)}.`);
    const kept = base64(before).replace(/=+$/, '').length;
    expect(scrubbed).toMatch(/^Basic [A-Za-z0-9+/]*\*{5}=*\.$/);
    expect(scrubbed.length).toBeLessThanOrEqual('Basic *****==.'.length + kept);
  });

  it('hides the longer secret when one begins with the other, and two that overlap as one', () => {
    expect(createScrubber(['hunter', 'hunter22'])('hunter22 hunter')).toBe('***** *****');
    expect(createScrubber(['first-half', 'half-second'])('x first-half-second y')).toBe('x ***** y');
  });

  it('hides each line of a key', () => {
    const key = '-----BEGIN KEY-----\r\nMIIEvQIBADANBg\nqhkiG9w0BAQEF\n-----END KEY-----\n';
    const scrub = createScrubber([key]);
    expect(scrub(`<${key}>`)).toBe('<*****>');
    expect(scrub('  2 | qhkiG9w0BAQEF')).toBe('  2 | *****');
  });

  it('hides the password of a connection string by itself', () => {
    const scrub = createScrubber(['postgres://etl:p%40ssw0rd@db:5432/dwh']);
    expect(scrub('p@ssw0rd and p%40ssw0rd')).toBe('***** and *****');
  });

  it('hides what is left of a secret where it was cut off', () => {
    expect(createScrubber(['correct-horse'])('| correct-h... | corr... | cor... |')).toBe(
      '| *****... | *****... | cor... |',
    );
  });

  it('hides a secret with or without the space around it', () => {
    expect(createScrubber([' hunter22\n'])('[hunter22]')).toBe('[*****]');
  });

  it('changes nothing without secrets', () => {
    expect(createScrubber(['', ' '])('text')).toBe('text');
  });

  it('takes characters of patterns as they are', () => {
    expect(createScrubber(['a.c*'])('abcc a.c*')).toBe('abcc *****');
  });

  it('copes with half a surrogate pair', () => {
    expect(createScrubber(['bad\ud800secret'])('x bad\ud800secret y')).toBe('x ***** y');
  });

  it('is quick on a long text that nearly holds a secret of quotes and backslashes', () => {
    const hostile = `${`\\"'`.repeat(40)}end`;
    const text = `${`\\\\\\"''`.repeat(20_000)}en`;
    const started = performance.now();
    expect(createScrubber([hostile])(text)).toBe(text);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('a secret that is an ordinary word, very short, or printed anyway', () => {
  it.each(['password=root', 'PGPASSWORD: "root"', '{"password": "root"}', "pass = 'root'", 'postgres://root:root@db'])(
    'is hidden where it stands as a secret: %s',
    (text) => {
      const scrubbed = createScrubber(['root'])(text);
      expect(scrubbed).toBe(text.replace(/root(?=[^o]*$)/, '*****'));
    },
  );

  it('stays readable elsewhere', () => {
    const text = '1 of 9 OK created model root.a1b in 0.01s';
    expect(createScrubber(['root', '1', 'a1b'])(text)).toBe(text);
  });

  it('is hidden between quotes when it is short and no word', () => {
    expect(createScrubber(['a1b'])("select 'a1b'")).toBe("select '*****'");
  });

  it('leaves what is printed of the connection anyway, and no more', () => {
    const scrub = createScrubber([], { secrets: ['analytics'], publicValues: ['db.analytics.example'] });
    expect(scrub('db.analytics.example analytics')).toBe('db.analytics.example *****');
  });

  it('leaves a password that is also the name of the user, but for where it is one', () => {
    const scrub = createScrubber([], { secrets: ['reporting'], publicValues: ['reporting'] });
    expect(scrub('user reporting, password=reporting')).toBe('user reporting, password=*****');
  });

  it('is hidden everywhere when it is a secret variable too', () => {
    const scrub = createScrubber(['analytics'], { secrets: ['analytics'], publicValues: ['db.analytics.example'] });
    expect(scrub('db.analytics.example')).toBe('db.*****.example');
  });
});

describe('scrubJson', () => {
  it.each([
    [
      '1234',
      { elapsed: 0.12345, at: '2026-01-01', code: 1234, text: 'pin 1234' },
      { elapsed: 0.12345, at: '2026-01-01', code: '*****', text: 'pin *****' },
    ],
    ['": "', { key: 'a": "b' }, { key: 'a*****b' }],
    ['a\nbc"', { msg: 'x a\nbc" y' }, { msg: 'x ***** y' }],
    ['null', { password: null }, { password: null }],
  ])('keeps a JSON text valid without %j', (value, given, expected) => {
    const scrubbed = scrubJson(JSON.stringify(given), createScrubber([value]));
    expect(JSON.parse(scrubbed)).toEqual(expected);
  });
});

const encoders: Readonly<Record<string, (text: string) => string>> = {
  raw: (text) => text,
  url: (text) => encodeURIComponent(text),
  form: (text) => new URLSearchParams({ x: text }).toString().slice(2),
  uri: (text) => encodeURI(text),
  json: (text) => JSON.stringify(text).slice(1, -1),
  unicode: (text) => [...text].map((c) => unicode(c)).join(''),
  sqlLiteral: (text) => text.replaceAll("'", "''"),
  sqlName: (text) => text.replaceAll('"', '""'),
  html: (text) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#x27;'),
  base64: (text) => base64(text),
  hex: (text) => Buffer.from(text).toString('hex'),
};

function unicode(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}

describe('any secret of four or more characters', () => {
  const secrets = fc
    .string({ unit: 'grapheme', minLength: 4, maxLength: 24 })
    .filter((value) => value.trim().length >= 4 && !/^[*]|[*]$|^[A-Z]?[a-z]+$/.test(value.trim()));
  const names = fc.constantFrom(...Object.keys(encoders));
  const layered = fc.tuple(names, fc.constantFrom('raw', 'json', 'sqlLiteral', 'url'));

  it('survives in no text under any encoding, nor under two', () => {
    fc.assert(
      fc.property(secrets, layered, fc.string(), fc.string(), (value, [inner, outer], before, after) => {
        const spelled = encoders[outer]!(encoders[inner]!(value));
        const scrubbed = createScrubber([value])(`${before} ${spelled} ${after}`);
        expect(scrubbed.includes(spelled)).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  it('leaves valid JSON that does not hold it', () => {
    const json = fc.json({ maxDepth: 2 });
    fc.assert(
      fc.property(secrets, json, (value, text) => {
        const given = JSON.stringify({ told: `x${value}y`, rest: JSON.parse(text) as unknown });
        const { told } = JSON.parse(scrubJson(given, createScrubber([value]))) as { told: string };
        expect(told.includes(value)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
