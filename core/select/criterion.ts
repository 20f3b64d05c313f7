/** Reads one word of a selection, `[@][N+]method.argument:value[+N]`, into data. Says nothing about nodes. */
import type { Diagnostic } from '../diagnostics/diagnostic.js';

export interface Criterion {
  /** As the user wrote it. */
  readonly raw: string;
  readonly method: string;
  /** Dotted words behind the method: `config.meta.owner` has `meta` and `owner`. */
  readonly arguments: readonly string[];
  readonly value: string;
  /** `@`: the matched, their children, and all parents of those. */
  readonly childrensParents: boolean;
  /** Steps towards the parents: null is any number, undefined none. */
  readonly parents: number | null | undefined;
  readonly children: number | null | undefined;
}

const GRAMMAR =
  /^(?<at>@)?(?<parents>(?<parentsDepth>\d*)\+)?(?:(?<method>[\w.]+):)?(?<value>.*?)(?<children>\+(?<childrenDepth>\d*))?$/su;

/** A criterion, or the diagnostic that says what is wrong with the word. */
export function parseCriterion(raw: string): Criterion | Diagnostic {
  const groups = GRAMMAR.exec(raw)?.groups ?? {};
  if (groups.at !== undefined && groups.children !== undefined) {
    return {
      code: 'TSDBT_SELECTOR_INVALID',
      severity: 'error',
      message: `The selector '${raw}' has both '@' and a trailing '+', which exclude each other.`,
      hint: `Write '@${groups.value}' (children and all that they need) or '${groups.value}+' (children only).`,
    };
  }
  const value = groups.value ?? '';
  const [method, ...args] = (groups.method ?? impliedMethod(value)).split('.');
  return {
    raw,
    method,
    arguments: args,
    value,
    childrensParents: groups.at !== undefined,
    parents: steps(groups.parents, groups.parentsDepth),
    children: steps(groups.children, groups.childrenDepth),
  };
}

/** What a value without a method is: a path, a file, else a dotted name. */
function impliedMethod(value: string): string {
  if (value.includes('/') || value.includes('\\')) return 'path';
  return /\.(sql|py|csv)$/i.test(value) ? 'file' : 'fqn';
}

function steps(operator: string | undefined, depth: string | undefined): number | null | undefined {
  if (operator === undefined) return undefined;
  return depth === undefined || depth === '' ? null : Number(depth);
}
