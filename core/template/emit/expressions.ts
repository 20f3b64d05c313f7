/** Expressions of the syntax tree to JavaScript expressions. */
import type { Argument, NodeKind, NodeOf, SyntaxNode } from '../syntax/nodes.js';
import type { Emitter } from './emitter.js';

type ExpressionEmitter<Kind extends NodeKind> = (node: NodeOf<Kind>, emit: Emitter, frame: string) => string;

const quote = JSON.stringify;

/** The code of an expression that reads its names from a frame. */
export function emitExpression(node: SyntaxNode, emit: Emitter, frame: string): string {
  const emitter = emitters[node.typename] as ExpressionEmitter<NodeKind> | undefined;
  if (emitter === undefined) throw new Error(`not an expression: ${node.typename}`);
  return emitter(node, emit, frame);
}

const emitters: { readonly [Kind in NodeKind]?: ExpressionEmitter<Kind> } = {
  Name: ({ name }, _emit, frame) => `r.name(${frame},${quote(name)})`,
  Constant: ({ value }) => (typeof value === 'bigint' ? `${value}n` : quote(value)),
  FloatConstant: ({ number }) => `r.float(${Number.isFinite(number) ? number : 'Infinity'})`,
  TupleOf: ({ items }, emit, frame) => `r.tuple([${emitAll(items, emit, frame)}])`,
  ListOf: ({ items }, emit, frame) => `[${emitAll(items, emit, frame)}]`,
  DictOf: ({ pairs, offset }, emit, frame) => {
    const entries = pairs.map(
      ({ key, value }) => `[${emitExpression(key, emit, frame)},${emitExpression(value, emit, frame)}]`,
    );
    return `r.dict([${entries}],p=${offset})`;
  },
  Attribute: ({ object, name, offset }, emit, frame) =>
    `r.attribute(${emitExpression(object, emit, frame)},${quote(name)},p=${offset})`,
  Item: ({ object, key, offset }, emit, frame) =>
    `r.item(${emitExpression(object, emit, frame)},${emitExpression(key, emit, frame)},p=${offset})`,
  SliceOf: ({ object, start, stop, step, offset }, emit, frame) => {
    const bounds = [start, stop, step].map((bound) => (bound === null ? 'null' : emitExpression(bound, emit, frame)));
    return `r.slice(${emitExpression(object, emit, frame)},${bounds},p=${offset})`;
  },
  Call: ({ callee, args, offset }, emit, frame) =>
    emit.awaited(`r.call(${emitExpression(callee, emit, frame)},${emitArguments(args, emit, frame)},p=${offset})`),
  Filter: (node, emit, frame) => {
    if (node.value === null) throw new Error('a filter of a block needs its text');
    return emitFilter(node, emitExpression(node.value, emit, frame), { emit, frame });
  },
  Test: ({ name, value, args, offset }, emit, frame) =>
    `r.test(${quote(name)},${emitExpression(value, emit, frame)},${emitArguments(args, emit, frame)},p=${offset})`,
  Conditional: ({ test, chosen, otherwise, offset }, emit, frame) => {
    const last = otherwise === null ? `r.noElse(p=${offset})` : emitExpression(otherwise, emit, frame);
    return `(r.truthy(${emitExpression(test, emit, frame)})?${emitExpression(chosen, emit, frame)}:${last})`;
  },
  Not: ({ value }, emit, frame) => `(!r.truthy(${emitExpression(value, emit, frame)}))`,
  Unary: ({ operator, value, offset }, emit, frame) =>
    `r.${operator === '-' ? 'negate' : 'positive'}(${emitExpression(value, emit, frame)},p=${offset})`,
  Binary: ({ operator, left, right, offset }, emit, frame) =>
    `r.binary(${quote(operator)},${emitExpression(left, emit, frame)},${emitExpression(right, emit, frame)},p=${offset})`,
  Logic: ({ operator, left, right }, emit, frame) => {
    const kept = emit.temporary();
    const first = `r.truthy(${kept}=${emitExpression(left, emit, frame)})`;
    const second = emitExpression(right, emit, frame);
    return operator === 'and' ? `(${first}?${second}:${kept})` : `(${first}?${kept}:${second})`;
  },
  Compare: emitCompare,
  Concat: ({ parts, offset }, emit, frame) => `r.concat([${emitAll(parts, emit, frame)}],p=${offset})`,
};

function emitAll(nodes: readonly SyntaxNode[], emit: Emitter, frame: string): string {
  return nodes.map((node) => emitExpression(node, emit, frame)).join(',');
}

/** `a < b < c` reads b once and stops at the first that does not hold. */
function emitCompare({ first, rest, offset }: NodeOf<'Compare'>, emit: Emitter, frame: string): string {
  let left = emitExpression(first, emit, frame);
  const steps = rest.map(({ operator, value }, index) => {
    const isLast = index === rest.length - 1;
    const right = emitExpression(value, emit, frame);
    const kept = isLast ? null : emit.temporary();
    const step = `r.binary(${quote(operator)},${left},${kept === null ? right : `${kept}=${right}`},p=${offset})`;
    left = kept ?? '';
    return step;
  });
  return steps.length === 1 ? steps[0] : `(${steps.join('&&')})`;
}

/** A filter, or the innermost one of a chain, over the text of a block. */
function emitFilter(node: NodeOf<'Filter'>, value: string, { emit, frame }: { emit: Emitter; frame: string }): string {
  return `r.filter(${quote(node.name)},${value},${emitArguments(node.args, emit, frame)},p=${node.offset})`;
}

/** A chain of filters whose innermost takes the text of a block. */
export function emitBlockFilter(
  node: NodeOf<'Filter'>,
  text: string,
  context: { emit: Emitter; frame: string },
): string {
  const inner = node.value === null ? text : emitBlockFilter(node.value as NodeOf<'Filter'>, text, context);
  return emitFilter(node, inner, context);
}

/** The arguments of a call, with further keyword arguments that the caller has code for. */
export function emitArguments(
  args: readonly Argument[],
  emit: Emitter,
  frame: string,
  extra: readonly string[] = [],
): string {
  const of = (kind: Argument['kind']) => args.filter((argument) => argument.kind === kind);
  const positional = args
    .filter(({ kind }) => kind === 'plain' || kind === 'rest')
    .map(({ kind, value }) =>
      kind === 'plain' ? emitExpression(value, emit, frame) : `...r.spread(${emitExpression(value, emit, frame)})`,
    );
  const pairs = of('keyword').map(({ name, value }) => `[${quote(name)},${emitExpression(value, emit, frame)}]`);
  const options = of('options').map(({ value }) => emitExpression(value, emit, frame));
  return `{args:[${positional}],pairs:[${[...pairs, ...extra]}],options:[${options}]}`;
}
