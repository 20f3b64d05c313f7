/**
 * Templates that print texts and values and make no call within another expression: most models. They are run by walking
 * even where calls wait, for making code of one takes many times as long. Does step for step what the code would do.
 */
import type { Frame } from '../runtime/frame.js';
import type { Operators } from '../runtime/operators.js';
import type { Output } from '../runtime/output.js';
import type { NodeOf, SyntaxNode } from '../syntax/nodes.js';
import type { Value } from '../values/value.js';
import { Activation } from './activation.js';
import { evaluate } from './expressions.js';

export type StraightNode = NodeOf<'Text'> | NodeOf<'Print'> | NodeOf<'Do'>;

/** The statements when each is a text or prints or does a single expression, and all of the calls are these expressions. */
export function straightBody(body: readonly SyntaxNode[], calls: number): readonly StraightNode[] | null {
  let own = 0;
  for (const node of body) {
    if (node.typename === 'Text') continue;
    if (node.typename !== 'Print' && node.typename !== 'Do') return null;
    if (node.expression.typename === 'Call') own++;
  }
  return own === calls ? (body as readonly StraightNode[]) : null;
}

/** Prints them in order, waiting for what a call answers. */
export async function runStraight(
  body: readonly StraightNode[],
  operators: Operators,
  { frame, output }: { readonly frame: Frame; readonly output: Output },
): Promise<void> {
  const run = new Activation(operators);
  try {
    for (const node of body) {
      if (node.typename === 'Text') {
        output.literal(node.text, node.offset);
        continue;
      }
      const { offset } = node.expression;
      run.at = offset;
      const answer = evaluate(node.expression, run, frame) as Value | Promise<Value>;
      const value = answer instanceof Promise ? await answer : answer;
      run.at = offset;
      if (node.typename === 'Print') output.put(value, offset);
    }
  } catch (error) {
    throw operators.placed(error, run.at);
  }
}
