/** The tree of a regular expression in Python's syntax. */

export interface Flags {
  readonly ignoresCase: boolean;
  readonly isMultiline: boolean;
  readonly dotMatchesAll: boolean;
  readonly isVerbose: boolean;
  readonly isAscii: boolean;
}

/** Whether a code point belongs to a set. */
export type CodeTest = (code: number) => boolean;

export type PatternNode =
  | { readonly kind: 'code'; readonly test: CodeTest; readonly literal: number | null }
  | { readonly kind: 'sequence'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'group'; readonly index: number; readonly node: PatternNode }
  | {
      readonly kind: 'repeat';
      readonly node: PatternNode;
      readonly least: number;
      readonly most: number;
      readonly mode: 'greedy' | 'lazy' | 'possessive';
    }
  | { readonly kind: 'assert'; readonly test: Assertion }
  | { readonly kind: 'look'; readonly node: PatternNode; readonly behind: number | null; readonly isNegative: boolean }
  | { readonly kind: 'atomic'; readonly node: PatternNode }
  | { readonly kind: 'reference'; readonly index: number; readonly ignoresCase: boolean }
  | { readonly kind: 'conditional'; readonly index: number; readonly yes: PatternNode; readonly no: PatternNode };

/** A condition on a place between code points. */
export type Assertion = (codes: Uint32Array, position: number) => boolean;

export interface ParsedPattern {
  readonly node: PatternNode;
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
  readonly flags: Flags;
}

/** The width that a node always has, or null when it varies. */
export function fixedWidth(node: PatternNode): number | null {
  switch (node.kind) {
    case 'code':
      return 1;
    case 'sequence':
      return node.nodes.reduce<number | null>((sum, part) => addWidths(sum, fixedWidth(part)), 0);
    case 'choice':
      return sameWidth(node.nodes.map(fixedWidth));
    case 'group':
    case 'atomic':
      return fixedWidth(node.node);
    case 'repeat': {
      const width = fixedWidth(node.node);
      return node.least === node.most && width !== null ? width * node.least : null;
    }
    case 'conditional':
      return sameWidth([fixedWidth(node.yes), fixedWidth(node.no)]);
    case 'reference':
      return null;
    default:
      return 0;
  }
}

function addWidths(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : left + right;
}

function sameWidth(widths: readonly (number | null)[]): number | null {
  const [first = 0] = widths;
  return widths.every((width) => width === first) ? first : null;
}
