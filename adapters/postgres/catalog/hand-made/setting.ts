/** Builds single settings and objects for the list of what people made by hand. Pure. */
import { createHash } from 'node:crypto';
import type { HandMade } from '../../../../core/adapter/introspector.js';
import type { RelationName } from '../../../../core/resources/relation.js';
import type { SettingFacts } from './setting-query.js';

export interface SettingParts {
  readonly facts: SettingFacts;
  readonly replacement: RelationName;
}

/** The name in SQL of the relation that takes the place. */
export function nextName({ facts }: SettingParts): string {
  return facts.next.qualified;
}

/** What stands in `alter ... x`. */
export function wordOf(kind: string): string {
  return kind === 'v' ? 'view' : kind === 'm' ? 'materialized view' : 'table';
}

/** A setting, which may be made twice. Null when no statement can make it. */
export function setting(what: string, statements: readonly string[] | null): HandMade {
  return { what, definition: what, kind: 'setting', statements, after: [], aside: [] };
}

export interface MadeObject {
  readonly what: string;
  readonly definition: string;
  readonly statements: readonly string[] | null;
  readonly after?: readonly string[];
  readonly aside?: readonly string[];
}

/** An object with a name of its own, of which there may be one. */
export function object(made: MadeObject): HandMade {
  return { kind: 'object', after: [], aside: [], ...made };
}

/** A name for an index or statistics object while its own is taken; never longer than the database keeps. */
export function passingName(purpose: 'new' | 'old', name: string, { replacement }: SettingParts): string {
  const hash = createHash('sha256').update(`${purpose}\0${name}\0${replacement.identifier}`).digest('hex');
  return `tsdbt_${purpose}_${hash.slice(0, 20)}`;
}

/** Whether the relation that takes the place has the column. */
export function keepsColumn({ facts }: SettingParts, column: string | null): boolean {
  return column === null || facts.next.columns.includes(column);
}
