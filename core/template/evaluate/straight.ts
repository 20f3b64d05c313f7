/**
 * Templates that make no call within another expression, nor in the head of a loop or a condition: most models. They are run
 * by walking even where calls wait, for making code of one takes many times as long. Does step for step what the code would do.
 */
import type { Frame } from '../runtime/frame.js';
import type { Operators } from '../runtime/operators.js';
import type { Output } from '../runtime/output.js';
import type { NodeOf, SyntaxNode } from '../syntax/nodes.js';
import { isTruthy } from '../values/operators/truth.js';
import type { Value } from '../values/value.js';
import { Activation } from './activation.js';
import { evaluate } from './expressions.js';
import { assign, openLoop } from './statements.js';

export type StraightNode =
  | NodeOf<'Text'>
  | NodeOf<'Print'>
  | NodeOf<'Do'>
  | NodeOf<'Assign'>
  | NodeOf<'If'>
  | NodeOf<'For'>
  | NodeOf<'Break'>
  | NodeOf<'Continue'>;

/** What ends the statements around it, up to the loop. */
type Ending = 'break' | 'continue';

interface Place {
  readonly frame: Frame;
  readonly output: Output;
}

/** The statements when each is of these kinds, and every call is all that one of them prints, does or assigns. */
export function straightBody(body: readonly SyntaxNode[], calls: number): readonly StraightNode[] | null {
  return ownCalls(body) === calls ? (body as readonly StraightNode[]) : null;
}

/** How many statements are a call; not a number when there are others than can be walked. */
function ownCalls(body: readonly SyntaxNode[]): number {
  let own = 0;
  for (const node of body) own += ownCallsOf(node);
  return own;
}

function ownCallsOf(node: SyntaxNode): number {
  switch (node.typename) {
    case 'Text':
    case 'Break':
    case 'Continue':
      return 0;
    case 'Print':
    case 'Do':
      return node.expression.typename === 'Call' ? 1 : 0;
    case 'Assign':
      return node.value.typename === 'Call' ? 1 : 0;
    case 'If':
      return node.branches.reduce((sum, { body }) => sum + ownCalls(body), ownCalls(node.otherwise));
    case 'For':
      return node.isRecursive ? Number.NaN : ownCalls(node.body) + ownCalls(node.otherwise);
    default:
      return Number.NaN;
  }
}

/** Runs them in order, waiting for what a call answers. */
export async function runStraight(body: readonly StraightNode[], operators: Operators, place: Place): Promise<void> {
  const run = new Activation(operators);
  try {
    await runAll(body, run, place);
  } catch (error) {
    throw operators.placed(error, run.at);
  }
}

async function runAll(body: readonly SyntaxNode[], run: Activation, place: Place): Promise<Ending | undefined> {
  const { frame, output } = place;
  for (const node of body as readonly StraightNode[]) {
    switch (node.typename) {
      case 'Text':
        output.literal(node.text, node.offset);
        break;
      case 'Print':
      case 'Do': {
        const { offset } = node.expression;
        run.at = offset;
        const answer = evaluate(node.expression, run, frame) as Value | Promise<Value>;
        const value = answer instanceof Promise ? await answer : answer;
        run.at = offset;
        if (node.typename === 'Print') output.put(value, offset);
        break;
      }
      case 'Assign': {
        run.at = node.offset;
        const answer = evaluate(node.value, run, frame) as Value | Promise<Value>;
        assign(node.target, answer instanceof Promise ? await answer : answer, run, frame);
        break;
      }
      case 'Break':
        return 'break';
      case 'Continue':
        return 'continue';
      default: {
        const ending = await (node.typename === 'If' ? runIf(node, run, place) : runFor(node, run, place));
        if (ending !== undefined) return ending;
      }
    }
  }
  return undefined;
}

function runIf({ branches, otherwise }: NodeOf<'If'>, run: Activation, place: Place): Promise<Ending | undefined> {
  for (const { test, body } of branches) {
    run.at = test.offset;
    if (isTruthy(evaluate(test, run, place.frame))) return runAll(body, run, place);
  }
  return runAll(otherwise, run, place);
}

/** A round that `break` or `continue` ended does not count against `else`, as in Jinja. */
async function runFor(node: NodeOf<'For'>, run: Activation, { frame, output }: Place): Promise<Ending | undefined> {
  run.at = node.iterable.offset;
  const source = evaluate(node.iterable, run, frame);
  const nextRound = openLoop(node, { source, depth: 0, recurse: null }, run, frame);
  let hasRun = false;
  for (let inner = nextRound(); inner !== null; inner = nextRound()) {
    const ending = await runAll(node.body, run, { frame: inner, output });
    if (ending === 'break') break;
    if (ending === undefined) hasRun = true;
  }
  return hasRun ? undefined : runAll(node.otherwise, run, { frame, output });
}
