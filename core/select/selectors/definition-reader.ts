/** What reading a definition of selectors.yml shares: the document, the mistakes so far, and the way down into a list. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { describeJson } from '../../project/schema/describe-json.js';
import { describePath } from '../../project/schema/validate.js';
import type { KeyPath, YamlDocument } from '../../project/yaml/yaml-document.js';
import type { Json } from '../../resources/json.js';
import type { Criterion } from '../criterion.js';
import type { Expression } from '../expression.js';
import type { IndirectSelection } from '../selection.js';

export interface DefinitionReader {
  readonly document: YamlDocument;
  /** Gets what is wrong. */
  readonly diagnostics: Diagnostic[];
  /** Reads a definition inside of another one. */
  readonly read: (value: Json, path: KeyPath, reader: DefinitionReader) => Expression | null;
}

export type Operators = Pick<Criterion, 'childrensParents' | 'parents' | 'children'>;

/** A value as its text; booleans and numbers are taken as YAML prints them. */
export function readValue(value: Json, path: KeyPath, reader: DefinitionReader): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' || typeof value === 'number'
    ? String(value)
    : mustBe(value, path, reader, 'a text');
}

/** The list under `exclude:`; null when one of its entries is wrong. */
export function readExclude(value: Json, path: KeyPath, reader: DefinitionReader): readonly Expression[] | null {
  if (!Array.isArray(value)) return mustBe(value, path, reader, 'a list');
  const parts = value.map((entry: Json, index) => reader.read(entry, [...path, index], reader));
  return parts.includes(null) ? null : parts.filter((part) => part !== null);
}

/** The expression with others taken off. */
export function without(expression: Expression, excluded: readonly Expression[]): Expression {
  if (excluded.length === 0) return expression;
  return { kind: 'difference', parts: [expression, ...excluded], releasesTests: false };
}

/** A criterion from its parts; the method may hold dotted words. */
export function criterionOf(
  parts: { readonly method: string; readonly value: string } & Partial<Operators>,
): Criterion {
  const [method, ...args] = parts.method.split('.');
  return {
    raw: `${parts.method}:${parts.value}`,
    method,
    arguments: args,
    value: parts.value,
    childrensParents: parts.childrensParents ?? false,
    parents: parts.parents,
    children: parts.children,
  };
}

/** A criterion at its place. */
export function leaf(
  criterion: Criterion,
  indirectSelection: IndirectSelection | null,
  path: KeyPath,
  { document }: DefinitionReader,
): Expression {
  return { kind: 'criterion', criterion, indirectSelection, location: document.locate(path) };
}

/** Reports a value of the wrong kind. */
export function mustBe(value: Json, path: KeyPath, reader: DefinitionReader, expected: string): null {
  const message = `\`${describePath(path)}\` must be ${expected}, found ${describeJson(value)}.`;
  return report(reader, { message, location: reader.document.locate(path) });
}

/** Reports a mistake. */
export function report(
  { diagnostics }: DefinitionReader,
  found: Pick<Diagnostic, 'message' | 'hint' | 'location'>,
): null {
  diagnostics.push({ code: 'TSDBT_SELECTORS_INVALID', severity: 'error', ...found });
  return null;
}
