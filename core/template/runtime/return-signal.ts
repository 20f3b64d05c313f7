/** dbt's `return(x)`: ends the macro and gives x with its own type. Control flow, not an error; never wrapped. */
import { bindArguments, parseSignature } from '../values/host-function.js';
import { type CallArguments, HostFunction, type Value } from '../values/value.js';

export class ReturnSignal {
  readonly value: Value;
  constructor(value: Value) {
    this.value = value;
  }
}

const SIGNATURE = parseSignature('data=None');

/** What a call of `return` says. */
export function signalOf(call: CallArguments): ReturnSignal {
  return new ReturnSignal(bindArguments('return', SIGNATURE, call)[0]);
}

export const returnFunction: HostFunction = new HostFunction('return', (call) => {
  throw signalOf(call);
});
