/**
 * The syntax tree of a template: nunjucks nodes of our own kinds, one table of shapes. Every node knows the offset of
 * its first character in the source.
 */
import nunjucks from 'nunjucks/src/nodes.js';

/** A literal of the language as written; integers beyond 2^53 are bigint. */
export type LiteralValue = string | number | bigint | boolean | null;

export interface Argument {
  /** `x` plain, `name=x` keyword, `*x` rest, `**x` options. */
  readonly kind: 'plain' | 'keyword' | 'rest' | 'options';
  readonly name: string | null;
  readonly value: SyntaxNode;
}

export interface Parameter {
  readonly name: string;
  readonly defaultValue: SyntaxNode | null;
}

/** Which of Jinja's special names the body of a macro reads: it accepts such arguments only then. */
export interface SpecialNames {
  readonly varargs: boolean;
  readonly kwargs: boolean;
  readonly caller: boolean;
}

/** What each kind of node holds, in the order of nunjucks' fields. */
interface Shapes {
  // Statements
  Template: { body: readonly SyntaxNode[] };
  Text: { text: string };
  Print: { expression: SyntaxNode };
  If: { branches: readonly { test: SyntaxNode; body: readonly SyntaxNode[] }[]; otherwise: readonly SyntaxNode[] };
  For: {
    target: SyntaxNode;
    iterable: SyntaxNode;
    test: SyntaxNode | null;
    isRecursive: boolean;
    body: readonly SyntaxNode[];
    otherwise: readonly SyntaxNode[];
  };
  Assign: { target: SyntaxNode; value: SyntaxNode };
  AssignBlock: { target: SyntaxNode; filter: SyntaxNode | null; body: readonly SyntaxNode[] };
  Macro: { name: string; parameters: readonly Parameter[]; uses: SpecialNames; body: readonly SyntaxNode[] };
  CallBlock: { parameters: readonly Parameter[]; uses: SpecialNames; call: SyntaxNode; body: readonly SyntaxNode[] };
  FilterBlock: { filter: SyntaxNode; body: readonly SyntaxNode[] };
  With: { bindings: readonly { target: SyntaxNode; value: SyntaxNode }[]; body: readonly SyntaxNode[] };
  Do: { expression: SyntaxNode };
  Break: object;
  Continue: object;
  // Expressions
  Name: { name: string };
  NamespaceTarget: { name: string; attribute: string };
  Constant: { value: LiteralValue };
  FloatConstant: { number: number };
  TupleOf: { items: readonly SyntaxNode[] };
  ListOf: { items: readonly SyntaxNode[] };
  DictOf: { pairs: readonly { key: SyntaxNode; value: SyntaxNode }[] };
  Attribute: { object: SyntaxNode; name: string };
  Item: { object: SyntaxNode; key: SyntaxNode };
  SliceOf: { object: SyntaxNode; start: SyntaxNode | null; stop: SyntaxNode | null; step: SyntaxNode | null };
  Call: { callee: SyntaxNode; args: readonly Argument[] };
  /** `value` is null for the text of a block (`{% filter %}`, `{% set x | f %}`). */
  Filter: { value: SyntaxNode | null; name: string; args: readonly Argument[] };
  Test: { value: SyntaxNode; name: string; args: readonly Argument[] };
  Conditional: { test: SyntaxNode; chosen: SyntaxNode; otherwise: SyntaxNode | null };
  Not: { value: SyntaxNode };
  Unary: { operator: '-' | '+'; value: SyntaxNode };
  Binary: { operator: string; left: SyntaxNode; right: SyntaxNode };
  Logic: { operator: 'and' | 'or'; left: SyntaxNode; right: SyntaxNode };
  Compare: { first: SyntaxNode; rest: readonly { operator: string; value: SyntaxNode }[] };
  Concat: { parts: readonly SyntaxNode[] };
}

export type NodeKind = keyof Shapes;
export type NodeOf<Kind extends NodeKind> = { readonly typename: Kind; readonly offset: number } & Readonly<
  Shapes[Kind]
>;
export type SyntaxNode = { [Kind in NodeKind]: NodeOf<Kind> }[NodeKind];

const fieldsOfKinds: { readonly [Kind in NodeKind]: readonly string[] } = {
  Template: ['body'],
  Text: ['text'],
  Print: ['expression'],
  If: ['branches', 'otherwise'],
  For: ['target', 'iterable', 'test', 'isRecursive', 'body', 'otherwise'],
  Assign: ['target', 'value'],
  AssignBlock: ['target', 'filter', 'body'],
  Macro: ['name', 'parameters', 'uses', 'body'],
  CallBlock: ['parameters', 'uses', 'call', 'body'],
  FilterBlock: ['filter', 'body'],
  With: ['bindings', 'body'],
  Do: ['expression'],
  Break: [],
  Continue: [],
  Name: ['name'],
  NamespaceTarget: ['name', 'attribute'],
  Constant: ['value'],
  FloatConstant: ['number'],
  TupleOf: ['items'],
  ListOf: ['items'],
  DictOf: ['pairs'],
  Attribute: ['object', 'name'],
  Item: ['object', 'key'],
  SliceOf: ['object', 'start', 'stop', 'step'],
  Call: ['callee', 'args'],
  Filter: ['value', 'name', 'args'],
  Test: ['value', 'name', 'args'],
  Conditional: ['test', 'chosen', 'otherwise'],
  Not: ['value'],
  Unary: ['operator', 'value'],
  Binary: ['operator', 'left', 'right'],
  Logic: ['operator', 'left', 'right'],
  Compare: ['first', 'rest'],
  Concat: ['parts'],
};

/** The prototype of each kind's nodes. The name of the kind is a plain property there, for it is read all the time. */
const prototypes = Object.fromEntries(
  Object.entries(fieldsOfKinds).map(([kind, fields]) => {
    const { prototype } = nunjucks.Node.extend(kind, { fields: [...fields, 'offset'] });
    return [kind, Object.defineProperty(prototype, 'typename', { value: kind })];
  }),
) as { readonly [Kind in NodeKind]: object };

/** Makes a node of a kind. Nunjucks' constructor would copy the fields by name, one at a time, several times over. */
export function makeNode<Kind extends NodeKind>(kind: Kind, offset: number, shape: Shapes[Kind]): NodeOf<Kind> {
  return Object.assign(Object.create(prototypes[kind]), shape, { offset });
}

/** Visits a node and everything below it, parents first. */
export function visitNodes(value: unknown, visit: (node: SyntaxNode) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visitNodes(item, visit);
  } else if (value instanceof nunjucks.Node) {
    const node = value as SyntaxNode;
    visit(node);
    for (const field of fieldsOfKinds[node.typename])
      visitNodes((node as unknown as Record<string, unknown>)[field], visit);
  } else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) visitNodes(item, visit);
  }
}
