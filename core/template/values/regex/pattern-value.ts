/** Compiled patterns and matches as templates see them (`re.Pattern`, `re.Match`). */

import { Dict } from '../dict.js';
import { hostFunction } from '../host-function.js';
import { MAX_REGEX_STEPS } from '../limits.js';
import { integerArgument } from '../methods/arguments.js';
import { boundMethod, type MethodTable, methodTable } from '../methods/method.js';
import { indexError, typeError } from '../python-error.js';
import { quote, repr } from '../text.js';
import { isInt } from '../types/numbers.js';
import { typeName } from '../types/type-name.js';
import { type HashKey, type HostFunction, TemplateObject, Tuple, type Value } from '../value.js';
import { compilePattern, type Program } from './compile-pattern.js';
import { Machine, type StepBudget } from './machine.js';
import type { Flags, ParsedPattern } from './nodes.js';
import { parsePattern } from './parse-pattern.js';
import { Subject } from './subject.js';

/** A pattern that can be run. */
export class Regex {
  readonly source: string;
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
  readonly #program: Program;

  /** Raises Python's `re.error` when the pattern breaks the grammar. */
  constructor(source: string, flags: Flags) {
    const parsed: ParsedPattern = parsePattern(source, flags);
    this.source = source;
    this.groupCount = parsed.groupCount;
    this.groupNames = parsed.groupNames;
    this.#program = compilePattern(parsed);
  }

  /** The match of a text at its beginning, of the whole of it, or the first one anywhere. */
  find(text: string, how: 'match' | 'fullmatch' | 'search', from = 0): MatchValue | null {
    const subject = new Subject(text);
    const machine = this.#machine(subject, { left: MAX_REGEX_STEPS });
    const goal = { isFull: how === 'fullmatch', forbiddenEnd: -1 };
    const start = Math.min(Math.max(from, 0), subject.length);
    const slots = how === 'search' ? machine.search(start, goal) : machine.matchAt({ ...goal, start });
    return slots === null ? null : new MatchValue(this, subject, slots);
  }

  /** All matches from left to right. An empty one may follow another match, but not stand where an empty one stood. */
  *findAll(text: string): Iterable<MatchValue> {
    const subject = new Subject(text);
    const machine = this.#machine(subject, { left: MAX_REGEX_STEPS });
    let position = 0;
    let forbiddenEnd = -1;
    for (;;) {
      const slots = machine.search(position, { isFull: false, forbiddenEnd });
      if (slots === null) return;
      const match = new MatchValue(this, subject, slots);
      yield match;
      position = match.end;
      forbiddenEnd = match.end === match.start ? match.end : -1;
    }
  }

  #machine(subject: Subject, budget: StepBudget): Machine {
    return new Machine(this.#program, subject.codes, budget);
  }
}

export class MatchValue extends TemplateObject {
  readonly typeName = 're.Match';
  readonly #regex: Regex;
  readonly #subject: Subject;
  readonly #slots: Int32Array;

  constructor(regex: Regex, subject: Subject, slots: Int32Array) {
    super();
    this.#regex = regex;
    this.#subject = subject;
    this.#slots = slots;
  }

  get start(): number {
    return this.#slots[0];
  }

  get end(): number {
    return this.#slots[1];
  }

  get whole(): string {
    return this.#subject.slice(this.start, this.end);
  }

  /** Text of a group by number; null when it took no part. */
  textOf(index: number): string | null {
    const [start, end] = this.span(index);
    return start === -1 || end === -1 ? null : this.#subject.slice(start, end);
  }

  span(index: number): readonly [number, number] {
    const start = this.#slots[index * 2];
    const end = this.#slots[index * 2 + 1];
    return end === -1 ? [-1, -1] : [start, end];
  }

  /** The number of a group given by number or name; undefined (JavaScript's) when there is no such group. */
  findIndex(group: Value): number | undefined {
    const index =
      typeof group === 'string' ? this.#regex.groupNames.get(group) : isInt(group) ? Number(group) : undefined;
    return index === undefined || index < 0 || index > this.#regex.groupCount ? undefined : index;
  }

  /** The same, or Python's IndexError. */
  indexOf(group: Value): number {
    const index = this.findIndex(group);
    if (index === undefined) throw indexError('no such group');
    return index;
  }

  groups(otherwise: Value): Value[] {
    return Array.from({ length: this.#regex.groupCount }, (_, index) => this.textOf(index + 1) ?? otherwise);
  }

  groupDict(otherwise: Value): Dict {
    const { groupNames } = this.#regex;
    return new Dict(Array.from(groupNames, ([name, index]) => [name, this.textOf(index) ?? otherwise]));
  }

  get lastIndex(): number | null {
    let last: number | null = null;
    let lastEnd = -1;
    for (let index = 1; index <= this.#regex.groupCount; index++) {
      const [, end] = this.span(index);
      if (end > lastEnd) {
        last = index;
        lastEnd = end;
      }
    }
    return last;
  }

  override attribute(name: string): Value | undefined {
    if (name === 'string') return this.#subject.text;
    if (name === 're') return new PatternValue(this.#regex);
    return name === 'lastindex' ? this.lastIndex : boundMethod(matchMethods, this, name);
  }

  override item(key: Value): Value | undefined {
    const index = this.findIndex(key);
    return index === undefined ? undefined : this.textOf(index);
  }

  override text(): string {
    return `<re.Match object; span=(${this.start}, ${this.end}), match=${quote(this.whole)}>`;
  }
}

const matchMethods: MethodTable<MatchValue> = methodTable<MatchValue>({
  group: ['*groups', (self, [groups]) => groupsOf(self, (groups as Tuple).items)],
  groups: ['default=None', (self, [otherwise]) => new Tuple(self.groups(otherwise))],
  groupdict: ['default=None', (self, [otherwise]) => self.groupDict(otherwise)],
  start: ['group=0, /', (self, [group]) => self.span(self.indexOf(group))[0]],
  end: ['group=0, /', (self, [group]) => self.span(self.indexOf(group))[1]],
  span: ['group=0, /', (self, [group]) => new Tuple(self.span(self.indexOf(group)))],
});

function groupsOf(match: MatchValue, groups: readonly Value[]): Value {
  if (groups.length === 0) return match.whole;
  const texts = groups.map((group) => match.textOf(match.indexOf(group)));
  return texts.length === 1 ? texts[0] : new Tuple(texts);
}

/** The text that a pattern is run over. */
export function subjectText(value: Value): string {
  if (typeof value === 'string') return value;
  throw typeError(`expected string or bytes-like object, got '${typeName(value)}'`);
}

export class PatternValue extends TemplateObject {
  readonly typeName = 're.Pattern';
  readonly regex: Regex;

  constructor(regex: Regex) {
    super();
    this.regex = regex;
  }

  override attribute(name: string): Value | undefined {
    if (name === 'pattern') return this.regex.source;
    if (name === 'groups') return this.regex.groupCount;
    if (name === 'groupindex') return new Dict(this.regex.groupNames);
    return patternMethod(this.regex, name);
  }

  override hashKey(): HashKey {
    return `\0pattern${this.regex.source}`;
  }

  override equals(other: Value): boolean {
    return other instanceof PatternValue && other.regex === this.regex;
  }

  override text(): string {
    return `re.compile(${repr(this.regex.source)})`;
  }
}

function patternMethod(regex: Regex, name: string): HostFunction | undefined {
  if (name !== 'match' && name !== 'fullmatch' && name !== 'search') return undefined;
  return hostFunction(name, 'string, pos=0', ([text, from]) =>
    regex.find(subjectText(text), name, integerArgument(from)),
  );
}
