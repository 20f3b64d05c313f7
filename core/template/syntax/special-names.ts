/** Which of `varargs`, `kwargs` and `caller` a macro's body reads: it accepts them only then, as in Jinja. */
import { type Parameter, type SpecialNames, type SyntaxNode, visitNodes } from './nodes.js';

export function usesOfSpecialNames(parameters: readonly Parameter[], body: readonly SyntaxNode[]): SpecialNames {
  const names = new Set<string>();
  visitNodes([parameters, body], (node) => {
    if (node.typename === 'Name') names.add(node.name);
  });
  const isUsed = (name: string) => names.has(name) && !parameters.some((parameter) => parameter.name === name);
  return { varargs: isUsed('varargs'), kwargs: isUsed('kwargs'), caller: isUsed('caller') };
}
