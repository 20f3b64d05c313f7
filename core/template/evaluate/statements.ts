/** Statements of the syntax tree, run by walking it. Does step for step what the code of emit/compiler.ts does. */
import type { Frame } from '../runtime/frame.js';
import type { LoopSettings } from '../runtime/loop-value.js';
import type { MacroBody, MacroShape } from '../runtime/macro-value.js';
import type { Operators } from '../runtime/operators.js';
import type { Output } from '../runtime/output.js';
import { type ReturnSignal, returnFunction } from '../runtime/return-signal.js';
import type { NodeKind, NodeOf, Parameter, SyntaxNode } from '../syntax/nodes.js';
import { isTruthy, unpack } from '../values/operators/truth.js';
import type { Value } from '../values/value.js';
import { Activation, activate } from './activation.js';
import { applyBlockFilter, evaluate, evaluateArguments } from './expressions.js';

/** What ends the statements around it: up to the loop, or up to the macro. */
type Ending = 'break' | 'continue' | ReturnSignal;

/** Where a statement reads and sets its names, and where it prints. */
interface Place {
  readonly frame: Frame;
  readonly output: Output;
}

type Runner<Kind extends NodeKind> = (node: NodeOf<Kind>, run: Activation, place: Place) => Ending | undefined;

/** Runs statements in order until one ends what is around it. */
export function runAll(nodes: readonly SyntaxNode[], run: Activation, place: Place): Ending | undefined {
  for (const node of nodes) {
    const ending = (runners[node.typename] as Runner<NodeKind>)(node, run, place);
    if (ending !== undefined) return ending;
  }
  return undefined;
}

/**
 * What a macro does with its bound arguments: it sets them, then prints its body. Written out rather than by `activate`, for
 * macros call each other deeply.
 */
export function macroBody(
  { parameters, body }: { readonly parameters: readonly Parameter[]; readonly body: readonly SyntaxNode[] },
  operators: Operators,
): MacroBody {
  return (output, frame, { values, special }) => {
    const run = new Activation(operators);
    try {
      for (const [name, value] of special) frame.set(name, value);
      for (const [index, { name, defaultValue }] of parameters.entries()) {
        let value = values[index];
        if (value === undefined && defaultValue !== null) value = evaluate(defaultValue, run, frame);
        frame.set(name, value === undefined ? operators.missingParameter(name) : value);
      }
      // Loops take `break` and `continue`, and the parser lets neither stand elsewhere.
      return runAll(body, run, { frame, output }) as ReturnSignal | undefined;
    } catch (error) {
      throw operators.placed(error, run.at);
    }
  };
}

const runners: { readonly [Kind in NodeKind]?: Runner<Kind> } = {
  Text: ({ text, offset }, _run, { output }) => {
    output.literal(text, offset);
  },
  Print: ({ expression }, run, { frame, output }) => {
    const { offset } = expression;
    run.at = offset;
    const signal = returned(expression, run, frame);
    if (signal !== undefined) return signal;
    const value = evaluate(expression, run, frame);
    run.at = offset;
    output.put(value, offset);
    return undefined;
  },
  Do: ({ expression }, run, { frame }) => {
    run.at = expression.offset;
    const signal = returned(expression, run, frame);
    if (signal === undefined) evaluate(expression, run, frame);
    return signal;
  },
  If: ({ branches, otherwise }, run, place) => {
    for (const { test, body } of branches) {
      run.at = test.offset;
      if (isTruthy(evaluate(test, run, place.frame))) return runAll(body, run, place);
    }
    return runAll(otherwise, run, place);
  },
  Assign: ({ target, value, offset }, run, { frame }) => {
    run.at = offset;
    assign(target, evaluate(value, run, frame), run, frame);
  },
  AssignBlock: ({ target, filter, body }, run, { frame }) =>
    captured(body, run, frame, (text) => {
      const value = filter === null ? text : applyBlockFilter(filter as NodeOf<'Filter'>, text, run, frame);
      assign(target, value, run, frame);
    }),
  FilterBlock: ({ filter, body, offset }, run, { frame, output }) =>
    captured(body, run, frame, (text) => {
      output.put(applyBlockFilter(filter as NodeOf<'Filter'>, text, run, frame), offset);
    }),
  With: ({ bindings, body }, run, { frame, output }) => {
    const inner = run.operators.frame(frame);
    for (const { target, value } of bindings) assign(target, evaluate(value, run, frame), run, inner);
    return runAll(body, run, { frame: inner, output });
  },
  Macro: (node, run, { frame }) => {
    run.operators.defineMacro(frame, macroShape(node, node.name), macroBody(node, run.operators));
  },
  CallBlock: (node, run, { frame, output }) => {
    const { callee, args } = node.call as NodeOf<'Call'>;
    run.at = node.offset;
    const called = evaluate(callee, run, frame);
    const caller = run.operators.macro(macroShape(node, 'caller'), macroBody(node, run.operators), frame);
    const named = evaluateArguments(args, run, frame, caller);
    run.at = node.offset;
    output.put(run.operators.call(called, named, node.offset) as Value, node.offset);
  },
  Break: () => 'break',
  Continue: () => 'continue',
  For: (node, run, { frame, output }) => {
    run.at = node.iterable.offset;
    const source = evaluate(node.iterable, run, frame);
    if (!node.isRecursive) return runLoop(node, { source, depth: 0, recurse: null }, run, { frame, output });
    const text = recursiveLoop(node, run, frame)(source, 0);
    run.at = node.offset;
    output.put(text, node.offset);
    return undefined;
  },
};

/**
 * What `return(x)` says where it is a statement of its own, as in most macros: to end a macro so costs far less than to
 * raise it. Undefined (JavaScript's) for all else.
 */
function returned(expression: SyntaxNode, run: Activation, frame: Frame): ReturnSignal | undefined {
  if (expression.typename !== 'Call') return undefined;
  const { callee, args, offset } = expression;
  if (callee.typename !== 'Name' || callee.name !== 'return') return undefined;
  if (run.operators.name(frame, 'return') !== returnFunction) return undefined;
  const named = evaluateArguments(args, run, frame);
  run.at = offset;
  return run.operators.returned(named, offset);
}

/** A loop that its body may call for other items: each call prints for itself. */
function recursiveLoop(node: NodeOf<'For'>, { operators }: Activation, frame: Frame) {
  const recurse = (source: Value, depth: number): Value => {
    const output = operators.output();
    activate(operators, (run) => {
      run.at = node.iterable.offset;
      const ending = runLoop(node, { source, depth, recurse }, run, { frame, output });
      if (ending !== undefined) throw ending;
    });
    return output.text();
  };
  return recurse;
}

interface LoopStart extends Pick<LoopSettings, 'depth' | 'recurse'> {
  readonly source: Value;
}

/** A round that `break` or `continue` ended does not count against `else`, as in Jinja. */
function runLoop(node: NodeOf<'For'>, start: LoopStart, run: Activation, { frame, output }: Place): Ending | undefined {
  const nextRound = openLoop(node, start, run, frame);
  let hasRun = false;
  for (let inner = nextRound(); inner !== null; inner = nextRound()) {
    const ending = runAll(node.body, run, { frame: inner, output });
    if (ending === 'break') break;
    if (ending === undefined) hasRun = true;
    else if (ending !== 'continue') return ending;
  }
  return hasRun ? undefined : runAll(node.otherwise, run, { frame, output });
}

/** Gives the frame of each round, with the loop and what it stands at; null after the last. */
export function openLoop(
  node: NodeOf<'For'>,
  { source, depth, recurse }: LoopStart,
  run: Activation,
  frame: Frame,
): () => Frame | null {
  const { operators } = run;
  const test = loopTest(node, run, frame);
  run.at = node.iterable.offset;
  const loop = operators.loop(source, { depth, recurse, test });
  return () => {
    run.at = node.iterable.offset;
    if (!loop.advance()) return null;
    run.at = node.offset;
    operators.step();
    const inner = operators.frame(frame);
    inner.set('loop', loop);
    assign(node.target, loop.current, run, inner);
    return inner;
  };
}

/** `for x in xs if test`: whether an item passes, asked as the loop goes. */
function loopTest({ target, test }: NodeOf<'For'>, run: Activation, frame: Frame): LoopSettings['test'] {
  if (test === null) return null;
  return (item) => {
    run.at = test.offset;
    run.operators.step();
    const inner = run.operators.frame(frame);
    assign(target, item, run, inner);
    return isTruthy(evaluate(test, run, inner));
  };
}

/** Assigns a value to a target. */
export function assign(target: SyntaxNode, value: Value, run: Activation, frame: Frame): void {
  if (target.typename === 'Name') frame.set(target.name, value);
  else if (target.typename === 'NamespaceTarget') {
    const { name, attribute, offset } = target;
    run.at = offset;
    run.operators.setNamespace(frame, { name, attribute, value });
  } else if (target.typename === 'TupleOf') {
    run.at = target.offset;
    const parts = unpack(value, target.items.length);
    for (const [index, item] of target.items.entries()) assign(item, parts[index], run, frame);
  } else throw new Error(`cannot assign to ${target.typename}`);
}

/** Prints statements into an output of their own and then uses its text. */
function captured(
  body: readonly SyntaxNode[],
  run: Activation,
  frame: Frame,
  use: (text: string) => void,
): Ending | undefined {
  const output = run.operators.output();
  const ending = runAll(body, run, { frame: run.operators.frame(frame), output });
  if (ending === undefined) use(output.text());
  return ending;
}

function macroShape({ parameters, uses }: NodeOf<'Macro'> | NodeOf<'CallBlock'>, name: string): MacroShape {
  return { name, parameters: parameters.map((parameter) => parameter.name), uses };
}
