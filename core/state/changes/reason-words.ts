/** Why a node counts as changed, in the words of reports and of a watch: `SQL`, `config tags`, `macro shop.cents`, `var days`. Pure. */
import type { ChangeReason } from './node-change.js';

/** A text for each thing that differs. */
export function reasonWords({ part, names }: ChangeReason): readonly string[] {
  switch (part) {
    case 'body':
      return ['SQL'];
    case 'data':
      return ['data'];
    case 'relation':
      return ['name'];
    case 'inputs':
      return names;
    case 'macros':
      return names.map((id) => `macro ${id.split('.').slice(1).join('.')}`);
    case 'parents':
      return names.map((id) => `parent ${id.split('.').at(-1)}`);
    default:
      return names.map((name) => `${part} ${name}`);
  }
}
