/**
 * Expressions of the syntax tree to their values, by walking the tree: parsing renders most templates once, which costs
 * less than to make code of them. Does step for step what the code of emit/expressions.ts does, the offsets for errors included.
 */
import type { Frame } from '../runtime/frame.js';
import type { NamedArguments } from '../runtime/operators.js';
import type { Argument, NodeKind, NodeOf, SyntaxNode } from '../syntax/nodes.js';
import { concat, negate, positive } from '../values/operators/arithmetic.js';
import { isTruthy } from '../values/operators/truth.js';
import { makeFloat } from '../values/types/numbers.js';
import { Tuple, type Value } from '../values/value.js';
import type { Activation } from './activation.js';

type Evaluator<Kind extends NodeKind> = (node: NodeOf<Kind>, run: Activation, frame: Frame) => Value;

/** The value of an expression that reads its names from a frame. */
export function evaluate(node: SyntaxNode, run: Activation, frame: Frame): Value {
  const evaluator = evaluators[node.typename] as Evaluator<NodeKind> | undefined;
  if (evaluator === undefined) throw new Error(`not an expression: ${node.typename}`);
  return evaluator(node, run, frame);
}

const evaluators: { readonly [Kind in NodeKind]?: Evaluator<Kind> } = {
  Name: ({ name }, run, frame) => run.operators.name(frame, name),
  Constant: ({ value }) => value,
  FloatConstant: ({ number }) => makeFloat(number),
  TupleOf: ({ items }, run, frame) => new Tuple(evaluateAll(items, run, frame)),
  ListOf: ({ items }, run, frame) => evaluateAll(items, run, frame),
  DictOf: ({ pairs, offset }, run, frame) => {
    const entries = pairs.map(({ key, value }) => [evaluate(key, run, frame), evaluate(value, run, frame)] as const);
    run.at = offset;
    return run.operators.dict(entries);
  },
  Attribute: ({ object, name, offset }, run, frame) => {
    const owner = evaluate(object, run, frame);
    run.at = offset;
    return run.operators.attribute(owner, name);
  },
  Item: ({ object, key, offset }, run, frame) => {
    const owner = evaluate(object, run, frame);
    const wanted = evaluate(key, run, frame);
    run.at = offset;
    return run.operators.item(owner, wanted);
  },
  SliceOf: ({ object, start, stop, step, offset }, run, frame) => {
    const sliced = evaluate(object, run, frame);
    const [first, last, stride] = [start, stop, step].map((bound) => bound && evaluate(bound, run, frame));
    run.at = offset;
    return run.operators.slice(sliced, first, last, stride);
  },
  Call: ({ callee, args, offset }, run, frame) => {
    const called = evaluate(callee, run, frame);
    const named = evaluateArguments(args, run, frame);
    run.at = offset;
    return run.operators.call(called, named, offset) as Value;
  },
  Filter: (node, run, frame) => {
    if (node.value === null) throw new Error('a filter of a block needs its text');
    return applyFilter(node, evaluate(node.value, run, frame), run, frame);
  },
  Test: ({ name, value, args, offset }, run, frame) => {
    const tested = evaluate(value, run, frame);
    const named = evaluateArguments(args, run, frame);
    run.at = offset;
    return run.operators.test(name, tested, named);
  },
  Conditional: ({ test, chosen, otherwise, offset }, run, frame) => {
    if (isTruthy(evaluate(test, run, frame))) return evaluate(chosen, run, frame);
    if (otherwise !== null) return evaluate(otherwise, run, frame);
    run.at = offset;
    return run.operators.noElse(offset);
  },
  Not: ({ value }, run, frame) => !isTruthy(evaluate(value, run, frame)),
  Unary: ({ operator, value, offset }, run, frame) => {
    const operand = evaluate(value, run, frame);
    run.at = offset;
    return operator === '-' ? negate(operand) : positive(operand);
  },
  Binary: ({ operator, left, right, offset }, run, frame) => {
    const first = evaluate(left, run, frame);
    const second = evaluate(right, run, frame);
    run.at = offset;
    return run.operators.binary(operator, first, second);
  },
  Logic: ({ operator, left, right }, run, frame) => {
    const first = evaluate(left, run, frame);
    return isTruthy(first) === (operator === 'and') ? evaluate(right, run, frame) : first;
  },
  Compare: evaluateCompare,
  Concat: ({ parts, offset }, run, frame) => {
    const values = evaluateAll(parts, run, frame);
    run.at = offset;
    return concat(values);
  },
};

function evaluateAll(nodes: readonly SyntaxNode[], run: Activation, frame: Frame): Value[] {
  return nodes.map((node) => evaluate(node, run, frame));
}

/** `a < b < c` reads b once and stops at the first that does not hold. */
function evaluateCompare({ first, rest, offset }: NodeOf<'Compare'>, run: Activation, frame: Frame): Value {
  let left = evaluate(first, run, frame);
  let holds: Value = true;
  for (const { operator, value } of rest) {
    const right = evaluate(value, run, frame);
    run.at = offset;
    holds = run.operators.binary(operator, left, right);
    if (!holds) break;
    left = right;
  }
  return holds;
}

/** A filter over a value. */
function applyFilter({ name, args, offset }: NodeOf<'Filter'>, value: Value, run: Activation, frame: Frame): Value {
  const named = evaluateArguments(args, run, frame);
  run.at = offset;
  return run.operators.filter(name, value, named);
}

/** A chain of filters whose innermost takes the text of a block. */
export function applyBlockFilter(node: NodeOf<'Filter'>, text: string, run: Activation, frame: Frame): Value {
  const value = node.value === null ? text : applyBlockFilter(node.value as NodeOf<'Filter'>, text, run, frame);
  return applyFilter(node, value, run, frame);
}

const NONE: readonly never[] = [];

/**
 * Positional arguments first, then keywords, then options, as the code of a call has them. The body of a call block comes
 * as the keyword `caller`, whatever else says so.
 */
export function evaluateArguments(
  args: readonly Argument[],
  run: Activation,
  frame: Frame,
  caller: Value | null = null,
): NamedArguments {
  const positional: Value[] = [];
  let isPlain = caller === null;
  for (const { kind, value } of args) {
    if (kind === 'plain') positional.push(evaluate(value, run, frame));
    else if (kind === 'rest')
      for (const item of run.operators.spread(evaluate(value, run, frame))) positional.push(item);
    else isPlain = false;
  }
  if (isPlain) return { args: positional, pairs: NONE, options: NONE };
  const pairs: (readonly [string, Value])[] = [];
  for (const { kind, name, value } of args) {
    if (kind === 'keyword') pairs.push([name as string, evaluate(value, run, frame)]);
  }
  if (caller !== null) pairs.push(['caller', caller]);
  const options: Value[] = [];
  for (const { kind, value } of args) if (kind === 'options') options.push(evaluate(value, run, frame));
  return { args: positional, pairs, options };
}
