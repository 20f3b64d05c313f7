/**
 * What the template layer offers to the other stages: compile a source once, render it with a scope, get text that
 * knows where each piece of it came from. The classes that implement it lie beside this file.
 */
import type { Location } from '../diagnostics/diagnostic.js';
import type { RenderedText } from './source-map.js';
import type { CallArguments, Value } from './values/value.js';

/** Text to compile and where it stands. YAML strings and hooks start inside a file, so they carry their first position. */
export interface TemplateSource {
  readonly text: string;
  readonly file: string;
  /** Position of the first character; 1:1 when left out. */
  readonly line?: number;
  readonly column?: number;
}

/** The names that a template may use, besides macros. Each stage brings its own. */
export interface Scope {
  /** The package whose macros are looked up first. */
  readonly packageName: string;
  /** A name of the context, or undefined (JavaScript's). Called once per name and render. */
  readonly lookup: (name: string) => Value | undefined;
  /** Parsing: attributes and calls of undefined give undefined instead of raising, as dbt does while parsing. */
  readonly isLenient?: boolean;
  /** Told of every macro that is called, found or not, with its outcome (for depends_on and caches). */
  readonly onMacro?: (name: string, found: MacroId | null) => void;
}

/** `macro.package.name`. */
type MacroId = string;

type Literal = string | number | null | boolean;

/** A `ref`, `source` or other call whose arguments are all literals, read from the syntax tree. */
export interface LiteralCall {
  readonly name: string;
  readonly args: readonly Literal[];
  readonly kwargs: ReadonlyMap<string, Literal>;
  readonly location: Location;
}

export interface Template {
  readonly source: TemplateSource;
  /** Calls with literal arguments anywhere in the template, branches not taken included. */
  readonly literalCalls: (names: readonly string[]) => readonly LiteralCall[];
  /** Synchronous rendering (parse phase), to the text alone. A host function that answers a promise is an error here. */
  readonly renderSync: (scope: Scope) => string;
  /** Awaiting rendering (execution). */
  readonly render: (scope: Scope) => Promise<RenderedText>;
  /** Renders to a native value: when the template is one single `{{ expression }}`, the expression's value, else the text (dbt's native environment). `variables` hide names of the scope. */
  readonly renderNativeSync: (scope: Scope, variables?: ReadonlyMap<string, Value>) => Value;
}

/** A block found at the top of a macro file. */
export interface BlockDefinition {
  readonly kind: 'macro' | 'test' | 'materialization' | 'docs' | 'snapshot';
  /** Name as written: `not_null` for `{% test not_null %}`; macros of tests are looked up as `test_not_null`. */
  readonly name: string;
  /** For materializations: the adapter named, or `default`. */
  readonly adapter: string | null;
  readonly parameters: readonly { readonly name: string; readonly hasDefault: boolean }[];
  readonly location: Location;
  /** The block's source, tags included. */
  readonly text: string;
  /** The text between the tags (docs and snapshot blocks). */
  readonly body: string;
}

/** One macro: a template of its own, compiled on first use. */
export interface MacroDefinition {
  readonly id: MacroId;
  /** Name in look-ups: `my_macro`, `test_not_null`, `materialization_table_default`. */
  readonly name: string;
  readonly packageName: string;
  readonly block: BlockDefinition;
}

/** The engine of one project snapshot: its macros, its dispatch rules, its limits. */
export interface TemplateEnvironment {
  /** Throws a TsdbtError with TSDBT_TEMPLATE_SYNTAX and the position when the text breaks the grammar. */
  readonly compile: (source: TemplateSource) => Template;
  /** Finds a macro as `name` or `package.name` seen from a package; null when there is none. */
  readonly findMacro: (name: string, fromPackage: string) => MacroDefinition | null;
  /** Dispatch (dbt's adapter.dispatch): the macro, or null and the list of names tried. */
  readonly dispatch: (
    name: string,
    namespace: string | null,
    fromPackage: string,
  ) => { readonly macro: MacroDefinition | null; readonly tried: readonly string[] };
  /** A macro as a value that templates can call; it joins the render that is going on with the scope. */
  readonly macroValue: (macro: MacroDefinition, scope: Scope) => Value;
  /** Calls a macro and gives its value: what `return` gave, else its text. */
  readonly callMacro: (macro: MacroDefinition, call: CallArguments, scope: Scope) => Promise<Value>;
  readonly callMacroSync: (macro: MacroDefinition, call: CallArguments, scope: Scope) => Value;
  readonly hasPackage: (name: string) => boolean;
  readonly macros: readonly MacroDefinition[];
}

/** What an environment is made from. */
export interface EnvironmentOptions {
  readonly macros: readonly MacroDefinition[];
  readonly rootPackage: string;
  /** Package of the built-in macros, looked up last: `dbt`. */
  readonly internalPackage: string;
  /** Dispatch prefixes of the adapter, nearest first, `default` last. */
  readonly prefixes: readonly string[];
  /** `dispatch:` of dbt_project.yml: namespace to search order. */
  readonly searchOrder: Readonly<Record<string, readonly string[]>>;
  readonly limits?: Partial<TemplateLimits>;
  /** Macros that a template defines can be called in it, as in plain Jinja. dbt renames them, so they cannot. */
  readonly keepsMacroNames?: boolean;
  /** Told of each macro that is looked for in one package, found or not; with the name null, of each look for the package. */
  readonly onLookUp?: (packageName: string, name: string | null) => void;
}

/** Bounds that keep a hostile or mistaken template from taking the process down. */
export interface TemplateLimits {
  /** Characters of output of one render. */
  readonly outputLength: number;
  /** Nested macro calls. */
  readonly depth: number;
  /** Items of one `range` (dbt: 100,000). */
  readonly rangeLength: number;
  /** Loop rounds plus calls of one render. */
  readonly steps: number;
}
