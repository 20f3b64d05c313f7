/**
 * One-time allowances: lines `tsdbt-allow: drop-column orders.status` in a text that belongs to one change, such as the body of
 * its pull request or its commit messages. Each allows exactly one destructive change by kind and name.
 */
import type { DestructiveChange, JudgedChange } from '../report.js';

export interface Allowance {
  readonly kind: string;
  readonly name: string;
}

const LINE = /^[ \t>*-]*tsdbt-allow:[ \t]*([a-z-]+)[ \t:]+(\S.*?)[ \t]*$/gim;

/** All allowances of a text, in order. */
export function readAllowances(text: string): readonly Allowance[] {
  const lines = text.replaceAll('\r\n', '\n').replaceAll('`', '');
  return [...lines.matchAll(LINE)].map(([, kind, name]) => ({ kind: kind.toLowerCase(), name }));
}

/** The line that allows a change. */
export function allowanceLine({ kind, name }: Allowance): string {
  return `tsdbt-allow: ${kind} ${name}`;
}

export interface Judged {
  readonly changes: readonly JudgedChange[];
  /** Allowances that match nothing. */
  readonly unused: readonly string[];
}

/** Says of each change whether it is allowed. */
export function judgeChanges(changes: readonly DestructiveChange[], allowances: readonly Allowance[]): Judged {
  const isSame = (change: DestructiveChange, { kind, name }: Allowance) => change.kind === kind && change.name === name;
  return {
    changes: changes.map((change) => ({ ...change, isAllowed: allowances.some((one) => isSame(change, one)) })),
    unused: allowances.filter((one) => !changes.some((change) => isSame(change, one))).map(allowanceLine),
  };
}
