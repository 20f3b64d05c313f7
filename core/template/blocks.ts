/**
 * Finds the blocks at the top of a macro or docs file without reading their bodies: a run uses a few of some hundred
 * macros, so each is a template of its own, compiled on first use. Other text at the top is ignored, as dbt does.
 */
import type { TsdbtError } from '../diagnostics/error.js';
import { parseHeader } from './syntax/parse-header.js';
import { createTokenStream } from './syntax/parse-template.js';
import { locationAt, syntaxError } from './syntax/syntax-error.js';
import type { BlockDefinition, TemplateSource } from './template.js';

/** Tag names of blocks, with the kind of block that each makes. */
const kindOfTag: ReadonlyMap<string, BlockDefinition['kind']> = new Map<string, BlockDefinition['kind']>([
  ['macro', 'macro'],
  ['test', 'test'],
  ['data_test', 'test'],
  ['materialization', 'materialization'],
  ['docs', 'docs'],
  ['snapshot', 'snapshot'],
]);

interface Tag {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The blocks of a file in order. Throws a TsdbtError with the position when one is not closed or its head is broken. */
export function findBlocks(source: TemplateSource): readonly BlockDefinition[] {
  const blocks: BlockDefinition[] = [];
  let position = 0;
  for (;;) {
    const tag = nextTag(source, position);
    if (tag === null) return blocks;
    const kind = kindOfTag.get(tag.name);
    position = tag.end;
    if (kind === undefined) continue;
    const close = findClose(source, tag);
    blocks.push(makeBlock(source, kind, { open: tag, close }));
    position = close.end;
  }
}

const OPENER = /\{\{|\{%|\{#/g;
const TAG_NAME = /\{%[-+]?\s*([A-Za-z_]\w*)/y;
const RAW_END = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;

/** The next `{% tag %}` from a position; comments, prints and raw text are passed over. */
function nextTag(source: TemplateSource, from: number): Tag | null {
  const { text } = source;
  let position = from;
  for (;;) {
    OPENER.lastIndex = position;
    const opener = OPENER.exec(text);
    if (opener === null) return null;
    const start = opener.index;
    if (opener[0] === '{#') {
      const end = text.indexOf('#}', start + 2);
      if (end === -1) throw syntaxError(source, start, 'Missing end of comment tag');
      position = end + 2;
    } else if (opener[0] === '{{') position = endOfTag(source, start, '}}');
    else {
      const end = endOfTag(source, start, '%}');
      TAG_NAME.lastIndex = start;
      const name = TAG_NAME.exec(text)?.[1] ?? '';
      if (name !== 'raw') return { name, start, end };
      RAW_END.lastIndex = end;
      if (RAW_END.exec(text) === null) throw syntaxError(source, start, 'Missing end of raw directive');
      position = RAW_END.lastIndex;
    }
  }
}

const MARK = /["'([{)\]}%]/g;

/** Where a tag ends; its closing mark counts only outside of strings and brackets. */
function endOfTag(source: TemplateSource, start: number, close: string): number {
  const { text } = source;
  let depth = 0;
  MARK.lastIndex = start + 2;
  while (MARK.test(text)) {
    const at = MARK.lastIndex - 1;
    const character = text[at];
    if (character === '"' || character === "'") MARK.lastIndex = endOfString(text, at) + 1;
    else if (depth === 0 && text.startsWith(close, at)) return at + 2;
    else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character) && depth > 0) depth--;
  }
  throw syntaxError(source, start, `unexpected end of template, expected '${close}' for the tag that begins here`);
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== text[start]) at += text[at] === '\\' ? 2 : 1;
  return at;
}

function findClose(source: TemplateSource, open: Tag): Tag {
  if (open.name === 'docs') return findDocsEnd(source, open);
  let depth = 1;
  let position = open.end;
  for (;;) {
    const tag = nextTag(source, position);
    if (tag === null) throw notClosed(source, open);
    if (tag.name === open.name) depth++;
    else if (tag.name === `end${open.name}` && --depth === 0) return tag;
    position = tag.end;
  }
}

/** The body of a docs block is plain text. */
function findDocsEnd(source: TemplateSource, open: Tag): Tag {
  const pattern = /\{%[-+]?\s*enddocs\s*[-+]?%\}/g;
  pattern.lastIndex = open.end;
  const found = pattern.exec(source.text);
  if (found === null) throw notClosed(source, open);
  return { name: 'enddocs', start: found.index, end: pattern.lastIndex };
}

function notClosed(source: TemplateSource, { name, start }: Tag): TsdbtError {
  return syntaxError(source, start, `this '${name}' block is not closed, expected '{% end${name} %}'`);
}

function makeBlock(
  source: TemplateSource,
  kind: BlockDefinition['kind'],
  { open, close }: { open: Tag; close: Tag },
): BlockDefinition {
  const location = locationAt(source, open.start);
  const head = {
    ...source,
    text: source.text.slice(open.start, open.end),
    line: location.line,
    column: location.column,
  };
  const stream = createTokenStream(head);
  stream.expect('block-begin');
  stream.expect('name');
  const isPlain = kind === 'docs' || kind === 'snapshot';
  const { name, parameters, adapter } = isPlain
    ? { name: stream.expect('name').text, parameters: [], adapter: null }
    : parseHeader(stream, open.name as 'macro' | 'test' | 'data_test' | 'materialization');
  stream.expect('block-end');
  return {
    kind,
    name,
    adapter,
    parameters: parameters.map((parameter) => ({ name: parameter.name, hasDefault: parameter.defaultValue !== null })),
    location,
    text: source.text.slice(open.start, close.end),
    body: source.text.slice(open.end, close.start),
  };
}
