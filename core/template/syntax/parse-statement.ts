/** The tags of the language: one table from a tag's name to its parser. */
import { closestNames, didYouMean } from '../../diagnostics/did-you-mean.js';
import { makeNode, type NodeOf, type SyntaxNode } from './nodes.js';
import { parseBlock } from './parse-body.js';
import { parseExpression, parseFilter, parseOr, parsePostfix } from './parse-expression.js';
import { parseHeader } from './parse-header.js';
import { parsePrimary } from './parse-primary.js';
import { parseAssignTarget, parseParameters } from './parse-target.js';
import { parseTuple } from './parse-tuple.js';
import { usesOfSpecialNames } from './special-names.js';
import type { TokenStream } from './token-stream.js';

type TagParser = (stream: TokenStream, offset: number) => readonly SyntaxNode[];

const tags: ReadonlyMap<string, TagParser> = new Map<string, TagParser>([
  ['if', (stream, offset) => [parseIf(stream, offset)]],
  ['for', (stream, offset) => [parseFor(stream, offset)]],
  ['set', (stream, offset) => [parseSet(stream, offset)]],
  ['macro', (stream, offset) => [parseMacro(stream, offset, 'macro')]],
  ['test', (stream, offset) => [parseMacro(stream, offset, 'test')]],
  ['data_test', (stream, offset) => [parseMacro(stream, offset, 'data_test')]],
  ['materialization', (stream, offset) => [parseMacro(stream, offset, 'materialization')]],
  ['call', (stream, offset) => [parseCall(stream, offset)]],
  ['filter', (stream, offset) => [parseFilterBlock(stream, offset)]],
  ['with', (stream, offset) => [parseWith(stream, offset)]],
  ['do', (stream, offset) => [parseDo(stream, offset)]],
  ['print', (stream, offset) => parsePrint(stream, offset)],
  ['break', (stream, offset) => [parseLoopControl(stream, offset, 'Break')]],
  ['continue', (stream, offset) => [parseLoopControl(stream, offset, 'Continue')]],
  ['autoescape', (stream) => parseAutoescape(stream)],
]);

/** Tags of Jinja that need a loader of templates, which dbt has not. */
const loaderTags: ReadonlySet<string> = new Set(['include', 'import', 'from', 'extends', 'block']);

/** The statement whose tag name is next; `{% autoescape %}` gives its body. */
export function parseStatement(stream: TokenStream, endTags: readonly string[]): readonly SyntaxNode[] {
  if (!stream.is('name')) throw stream.unexpected('expected the name of a tag');
  const { text, offset } = stream.next();
  const parse = tags.get(text);
  if (parse === undefined) throw unknownTag(stream, text, { offset, endTags });
  const nodes = parse(stream, offset);
  stream.expect('block-end');
  return nodes;
}

function unknownTag(
  stream: TokenStream,
  name: string,
  { offset, endTags }: { offset: number; endTags: readonly string[] },
) {
  if (loaderTags.has(name)) {
    return stream.fail(
      `the tag '${name}' is not part of dbt's Jinja: templates cannot load other templates; use a macro`,
      offset,
    );
  }
  const expected = endTags.length === 0 ? '' : `, expected '{% ${endTags.join(" %}' or '{% ")} %}'`;
  const hint = didYouMean(closestNames(name, [...tags.keys(), ...endTags], 1));
  return stream.fail(`Encountered unknown tag '${name}'${expected}.${hint === undefined ? '' : ` ${hint}`}`, offset);
}

function parseIf(stream: TokenStream, offset: number): SyntaxNode {
  const branches: { test: SyntaxNode; body: readonly SyntaxNode[] }[] = [];
  let word = 'if';
  while (word === 'if' || word === 'elif') {
    const test = parseTuple(stream, { parseItem: parseOr });
    const body = parseBlock(stream, ['elif', 'else', 'endif']);
    branches.push({ test, body });
    word = stream.next().text;
  }
  const otherwise = word === 'else' ? endsWith(stream, 'endif') : [];
  return makeNode('If', offset, { branches, otherwise });
}

/** A body up to one end tag, the tag's name taken. */
function endsWith(stream: TokenStream, endTag: string): SyntaxNode[] {
  const body = parseBlock(stream, [endTag]);
  stream.next();
  return body;
}

function parseFor(stream: TokenStream, offset: number): SyntaxNode {
  const target = stream.inLoop(() => parseAssignTarget(stream, ['in']));
  if (!stream.takesWord('in')) throw stream.unexpected("expected 'in'");
  const iterable = parseTuple(stream, { parseItem: parseOr, endWords: ['recursive'] });
  const test = stream.takesWord('if') ? parseExpression(stream) : null;
  const isRecursive = stream.takesWord('recursive');
  const body = stream.inLoop(() => parseBlock(stream, ['endfor', 'else']));
  const parseElse = () => (stream.next().text === 'else' ? endsWith(stream, 'endfor') : []);
  // A recursive loop is called, so a `break` in its `else` has no loop around it.
  const otherwise = isRecursive ? stream.outOfLoops(parseElse) : parseElse();
  return makeNode('For', offset, { target, iterable, test, isRecursive, body, otherwise });
}

function parseSet(stream: TokenStream, offset: number): SyntaxNode {
  const target = parseAssignTarget(stream, [], true);
  if (stream.takes('=')) return makeNode('Assign', offset, { target, value: parseTuple(stream) });
  const filter = stream.is('operator', '|') ? parseFilter(stream, null) : null;
  return makeNode('AssignBlock', offset, { target, filter, body: endsWith(stream, 'endset') });
}

function parseMacro(
  stream: TokenStream,
  offset: number,
  tag: 'macro' | 'test' | 'data_test' | 'materialization',
): SyntaxNode {
  const { name, parameters } = parseHeader(stream, tag);
  const body = stream.outOfLoops(() => endsWith(stream, `end${tag}`));
  return makeNode('Macro', offset, { name, parameters, uses: usesOfSpecialNames(parameters, body), body });
}

function parseCall(stream: TokenStream, offset: number): SyntaxNode {
  const parameters = stream.is('operator', '(') ? parseParameters(stream) : [];
  const call = parsePostfix(stream, parsePrimary(stream));
  if (call.typename !== 'Call') throw stream.fail('expected a call of a macro', call.offset);
  const body = stream.outOfLoops(() => endsWith(stream, 'endcall'));
  return makeNode('CallBlock', offset, { parameters, uses: usesOfSpecialNames(parameters, body), call, body });
}

function parseFilterBlock(stream: TokenStream, offset: number): SyntaxNode {
  const filter: NodeOf<'Filter'> = parseFilter(stream, null, true);
  return makeNode('FilterBlock', offset, { filter, body: endsWith(stream, 'endfilter') });
}

function parseWith(stream: TokenStream, offset: number): SyntaxNode {
  const bindings: { target: SyntaxNode; value: SyntaxNode }[] = [];
  while (!stream.is('block-end')) {
    if (bindings.length > 0) stream.expect('operator', ',');
    const target = parseAssignTarget(stream, []);
    stream.expect('operator', '=');
    bindings.push({ target, value: parseExpression(stream) });
  }
  return makeNode('With', offset, { bindings, body: endsWith(stream, 'endwith') });
}

function parseDo(stream: TokenStream, offset: number): SyntaxNode {
  return makeNode('Do', offset, { expression: parseTuple(stream) });
}

/** `{% print a, b %}`: each as if it stood in a tag of its own. */
function parsePrint(stream: TokenStream, offset: number): readonly SyntaxNode[] {
  const prints = [makeNode('Print', offset, { expression: parseExpression(stream) })];
  while (stream.takes(',')) prints.push(makeNode('Print', offset, { expression: parseExpression(stream) }));
  return prints;
}

function parseLoopControl(stream: TokenStream, offset: number, kind: 'Break' | 'Continue'): SyntaxNode {
  if (!stream.isInLoop) throw stream.fail(`'${kind.toLowerCase()}' outside loop`, offset);
  return makeNode(kind, offset, {});
}

/** dbt renders without escaping, so the tag changes nothing. */
function parseAutoescape(stream: TokenStream): readonly SyntaxNode[] {
  parseExpression(stream);
  return endsWith(stream, 'endautoescape');
}
