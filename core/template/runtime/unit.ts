/** One compiled piece of source (a template or a macro) and the call stack's way of naming places in it. */
import type { Location } from '../../diagnostics/diagnostic.js';
import type { MacroFrame, Origin } from '../source-map.js';
import { locationAt } from '../syntax/syntax-error.js';
import type { TemplateSource } from '../template.js';

/** What positions in generated code refer to. Line and column are worked out only when somebody asks. */
export class Unit {
  readonly source: TemplateSource;

  constructor(source: TemplateSource) {
    this.source = source;
  }

  locate(offset: number): Location {
    return locationAt(this.source, offset);
  }
}

/** A call on the macro stack; `unit` is null when tsdbt itself called the macro. */
export class CallSite implements MacroFrame {
  readonly macro: string;
  readonly unit: Unit | null;
  readonly offset: number;

  constructor(macro: string, unit: Unit | null, offset: number) {
    this.macro = macro;
    this.unit = unit;
    this.offset = offset;
  }

  get calledAt(): Location {
    return this.unit === null ? { file: '', line: 1, column: 1 } : this.unit.locate(this.offset);
  }
}

/** Where a piece of output came from. */
export class PieceOrigin implements Origin {
  readonly isVerbatim: boolean;
  readonly stack: readonly MacroFrame[];
  readonly #unit: Unit;
  readonly #offset: number;

  constructor(
    unit: Unit,
    offset: number,
    { isVerbatim, stack }: { isVerbatim: boolean; stack: readonly MacroFrame[] },
  ) {
    this.#unit = unit;
    this.#offset = offset;
    this.isVerbatim = isVerbatim;
    this.stack = stack;
  }

  get file(): string {
    return this.#unit.source.file;
  }

  get line(): number {
    return this.#unit.locate(this.#offset).line;
  }

  get column(): number {
    return this.#unit.locate(this.#offset).column;
  }
}
