/** Which of `varargs`, `kwargs` and `caller` a macro's body reads: it accepts them only then, as in Jinja. */
import { type Parameter, type SyntaxNode, visitNodes } from '../syntax/nodes.js';

export interface SpecialNames {
  readonly varargs: boolean;
  readonly kwargs: boolean;
  readonly caller: boolean;
}

export function usesOfSpecialNames(parameters: readonly Parameter[], body: readonly SyntaxNode[]): SpecialNames {
  const names = new Set<string>();
  visitNodes([parameters, body], (node) => {
    if (node.typename === 'Name') names.add(node.name);
  });
  return { varargs: names.has('varargs'), kwargs: names.has('kwargs'), caller: names.has('caller') };
}
