/** Turns a pattern's tree into instructions for the matching machine. */
import { PythonError } from '../python-error.js';
import type { Assertion, CodeTest, ParsedPattern, PatternNode } from './nodes.js';

export type Instruction =
  | { readonly op: 'code'; readonly test: CodeTest }
  /** Repeats one code point; the machine takes all of them in one step. */
  | {
      readonly op: 'codes';
      readonly test: CodeTest;
      readonly least: number;
      readonly most: number;
      readonly isGreedy: boolean;
    }
  | { readonly op: 'assert'; readonly test: Assertion }
  | { readonly op: 'save'; readonly slot: number }
  /** Goes on at one place and, when that fails, at the other. */
  | { readonly op: 'split'; readonly first: number; readonly second: number }
  | { readonly op: 'jump'; readonly target: number }
  /** Leaves a loop when the position is the slot's: a round that matched nothing. */
  | { readonly op: 'progress'; readonly slot: number; readonly exit: number }
  | {
      readonly op: 'look';
      readonly start: number;
      readonly behind: number | null;
      readonly isNegative: boolean;
      readonly next: number;
    }
  | { readonly op: 'atomic'; readonly start: number; readonly next: number }
  | { readonly op: 'reference'; readonly index: number; readonly ignoresCase: boolean }
  | { readonly op: 'conditional'; readonly index: number; readonly otherwise: number }
  | { readonly op: 'accept' };

export interface Program {
  readonly instructions: readonly Instruction[];
  /** Two places per group, then one per loop. */
  readonly slotCount: number;
  /** The code point that every match begins with, if the pattern says so. */
  readonly firstCode: number | null;
}

const MAX_INSTRUCTIONS = 50_000;

/** The program of a pattern. */
export function compilePattern(pattern: ParsedPattern): Program {
  const compiler = new PatternCompiler((pattern.groupCount + 1) * 2);
  compiler.compile({ kind: 'group', index: 0, node: pattern.node });
  compiler.add({ op: 'accept' });
  return {
    instructions: compiler.instructions,
    slotCount: compiler.slotCount,
    firstCode: firstCode(pattern.node),
  };
}

function firstCode(node: PatternNode): number | null {
  if (node.kind === 'code') return node.literal;
  if (node.kind === 'sequence') return node.nodes.length > 0 ? firstCode(node.nodes[0]) : null;
  if (node.kind === 'group' || node.kind === 'atomic') return firstCode(node.node);
  return node.kind === 'repeat' && node.least > 0 ? firstCode(node.node) : null;
}

class PatternCompiler {
  readonly instructions: Instruction[] = [];
  slotCount: number;

  constructor(slotCount: number) {
    this.slotCount = slotCount;
  }

  /** Adds an instruction and gives its place. */
  add(instruction: Instruction): number {
    if (this.instructions.length >= MAX_INSTRUCTIONS) {
      throw new PythonError('re.error', 'the regular expression is too large');
    }
    return this.instructions.push(instruction) - 1;
  }

  get #here(): number {
    return this.instructions.length;
  }

  compile(node: PatternNode): void {
    switch (node.kind) {
      case 'code':
        this.add({ op: 'code', test: node.test });
        break;
      case 'sequence':
        for (const part of node.nodes) this.compile(part);
        break;
      case 'choice':
        this.#compileChoice(node.nodes);
        break;
      case 'group':
        this.add({ op: 'save', slot: node.index * 2 });
        this.compile(node.node);
        this.add({ op: 'save', slot: node.index * 2 + 1 });
        break;
      case 'repeat':
        this.#compileRepeat(node);
        break;
      case 'assert':
        this.add({ op: 'assert', test: node.test });
        break;
      case 'look':
        this.#compileInner(node.node, (start, next) => ({
          op: 'look',
          start,
          behind: node.behind,
          isNegative: node.isNegative,
          next,
        }));
        break;
      case 'atomic':
        this.#compileInner(node.node, (start, next) => ({ op: 'atomic', start, next }));
        break;
      case 'reference':
        this.add({ op: 'reference', index: node.index, ignoresCase: node.ignoresCase });
        break;
      case 'conditional':
        this.#compileConditional(node);
        break;
    }
  }

  #placeholder(): number {
    return this.add({ op: 'accept' });
  }

  /** A part that is matched by itself and ends with its own `accept`. */
  #compileInner(node: PatternNode, instruction: (start: number, next: number) => Instruction): void {
    const place = this.#placeholder();
    this.compile(node);
    this.add({ op: 'accept' });
    this.instructions[place] = instruction(place + 1, this.#here);
  }

  #compileChoice(nodes: readonly PatternNode[]): void {
    const ends: number[] = [];
    for (const [index, node] of nodes.entries()) {
      const isLast = index === nodes.length - 1;
      const split = isLast ? -1 : this.#placeholder();
      this.compile(node);
      if (isLast) break;
      ends.push(this.#placeholder());
      this.instructions[split] = { op: 'split', first: split + 1, second: this.#here };
    }
    for (const end of ends) this.instructions[end] = { op: 'jump', target: this.#here };
  }

  #compileConditional(node: Extract<PatternNode, { kind: 'conditional' }>): void {
    const test = this.#placeholder();
    this.compile(node.yes);
    const end = this.#placeholder();
    this.instructions[test] = { op: 'conditional', index: node.index, otherwise: this.#here };
    this.compile(node.no);
    this.instructions[end] = { op: 'jump', target: this.#here };
  }

  #compileRepeat(node: Extract<PatternNode, { kind: 'repeat' }>): void {
    if (node.mode === 'possessive') {
      this.compile({ kind: 'atomic', node: { ...node, mode: 'greedy' } });
      return;
    }
    const isGreedy = node.mode === 'greedy';
    if (node.node.kind === 'code') {
      this.add({ op: 'codes', test: node.node.test, least: node.least, most: node.most, isGreedy });
      return;
    }
    for (let count = 0; count < node.least; count++) this.compile(node.node);
    if (node.most === Number.POSITIVE_INFINITY) this.#compileLoop(node.node, isGreedy);
    else this.#compileOptional(node.node, node.most - node.least, isGreedy);
  }

  #compileLoop(node: PatternNode, isGreedy: boolean): void {
    const slot = this.slotCount++;
    const split = this.#placeholder();
    this.add({ op: 'save', slot });
    this.compile(node);
    this.add({ op: 'progress', slot, exit: this.#here + 2 });
    this.add({ op: 'jump', target: split });
    this.instructions[split] = splitting(split + 1, this.#here, isGreedy);
  }

  #compileOptional(node: PatternNode, count: number, isGreedy: boolean): void {
    const splits: number[] = [];
    for (let round = 0; round < count; round++) {
      splits.push(this.#placeholder());
      this.compile(node);
    }
    for (const split of splits) this.instructions[split] = splitting(split + 1, this.#here, isGreedy);
  }
}

function splitting(inside: number, behind: number, isGreedy: boolean): Instruction {
  return { op: 'split', first: isGreedy ? inside : behind, second: isGreedy ? behind : inside };
}
