/** dbt's `return(x)`: ends the macro and gives x with its own type. Control flow, not an error; never wrapped. */
import { hostFunction } from '../values/host-function.js';
import type { HostFunction, Value } from '../values/value.js';

export class ReturnSignal {
  readonly value: Value;
  constructor(value: Value) {
    this.value = value;
  }
}

export const returnFunction: HostFunction = hostFunction('return', 'data=None', ([value]) => {
  throw new ReturnSignal(value);
});
