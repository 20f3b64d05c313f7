/** One run of a piece of a template: what its expressions and statements have in common while its tree is walked. */
import type { Operators } from '../runtime/operators.js';

export class Activation {
  readonly operators: Operators;
  /** The offset that an error is told at. */
  at = 0;

  constructor(operators: Operators) {
    this.operators = operators;
  }
}

/** Walks a part of a tree and tells the place of what goes wrong there. */
export function activate<T>(operators: Operators, walk: (run: Activation) => T): T {
  const run = new Activation(operators);
  try {
    return walk(run);
  } catch (error) {
    throw operators.placed(error, run.at);
  }
}
