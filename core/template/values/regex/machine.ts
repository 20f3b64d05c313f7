/**
 * Runs a compiled pattern over a text by backtracking, with its own stack and a count of steps: a pattern that would
 * run for ever ends in a RuntimeError, which JavaScript's own RegExp cannot promise.
 */
import { PythonError } from '../python-error.js';
import { otherCase } from './code-sets.js';
import type { Instruction, Program } from './compile-pattern.js';

/** Steps left to all searches of one call. */
export interface StepBudget {
  left: number;
}

export interface MatchGoal {
  /** Where the match begins. */
  readonly start: number;
  /** Only a match up to the very end counts. */
  readonly isFull: boolean;
  /** A match that is empty at this place does not count; -1 for none. */
  readonly forbiddenEnd: number;
}

const UNSET = -1;
/**
 * Kinds of entries on the stack, four numbers each: another place to go on (instruction, position), a slot to set back
 * (slot, value), fewer of a greedy run of codes (instruction, position, least position), more of a lazy one
 * (instruction, position, how many more).
 */
const CHOICE = 0;
const RESTORE = 1;
const FEWER = 2;
const MORE = 3;

export class Machine {
  readonly #program: Program;
  readonly #codes: Uint32Array;
  readonly #budget: StepBudget;
  readonly #stack: number[] = [];
  #slots: Int32Array;

  constructor(program: Program, codes: Uint32Array, budget: StepBudget) {
    this.#program = program;
    this.#codes = codes;
    this.#budget = budget;
    this.#slots = new Int32Array(program.slotCount);
  }

  /** The places of the groups of a match at the goal's start, or null. */
  matchAt(goal: MatchGoal): Int32Array | null {
    this.#slots.fill(UNSET);
    this.#stack.length = 0;
    return this.#run(0, goal.start, goal) === null ? null : this.#slots.slice();
  }

  /** The first match from a place on. */
  search(from: number, goal: Omit<MatchGoal, 'start'>): Int32Array | null {
    const { firstCode } = this.#program;
    for (let start = from; start <= this.#codes.length; start++) {
      if (firstCode !== null && this.#codes[start] !== firstCode) {
        this.#step();
        continue;
      }
      const found = this.matchAt({ ...goal, start });
      if (found !== null) return found;
    }
    return null;
  }

  #step(): void {
    if (--this.#budget.left < 0) {
      throw new PythonError('RuntimeError', 'the regular expression takes too many steps on this text');
    }
  }

  /** Runs from an instruction until `accept` and gives the end; a null goal is an inner part's. */
  #run(start: number, from: number, goal: MatchGoal | null): number | null {
    const base = this.#stack.length;
    let pc = start;
    let position = from;
    for (;;) {
      this.#step();
      const instruction = this.#program.instructions[pc];
      if (instruction.op === 'accept') {
        if (goal === null || this.#reaches(goal, position)) return position;
        pc = -1;
      } else {
        position = this.#execute(instruction, pc, position);
        pc = position < 0 ? -1 : this.#next;
      }
      if (pc >= 0) continue;
      if (!this.#backtrack(base)) return null;
      pc = this.#next;
      position = this.#resumedAt;
    }
  }

  #next = 0;
  #resumedAt = 0;

  #reaches({ isFull, forbiddenEnd }: MatchGoal, position: number): boolean {
    return position !== forbiddenEnd && (!isFull || position === this.#codes.length);
  }

  /** Does one instruction: sets the next one and gives the new position, or a negative number when it fails. */
  #execute(instruction: Instruction, pc: number, position: number): number {
    this.#next = pc + 1;
    switch (instruction.op) {
      case 'code':
        return position < this.#codes.length && instruction.test(this.#codes[position]) ? position + 1 : -1;
      case 'codes':
        return this.#takeCodes(instruction, pc, position);
      case 'assert':
        return instruction.test(this.#codes, position) ? position : -1;
      case 'save':
        this.#stack.push(RESTORE, instruction.slot, this.#slots[instruction.slot], 0);
        this.#slots[instruction.slot] = position;
        return position;
      case 'split':
        this.#stack.push(CHOICE, instruction.second, position, 0);
        this.#next = instruction.first;
        return position;
      case 'jump':
        this.#next = instruction.target;
        return position;
      case 'progress':
        if (this.#slots[instruction.slot] === position) this.#next = instruction.exit;
        return position;
      case 'reference':
        return this.#takeReference(instruction.index, instruction.ignoresCase, position);
      case 'conditional':
        if (this.#slots[instruction.index * 2 + 1] === UNSET) this.#next = instruction.otherwise;
        return position;
      case 'accept':
        return position;
      default:
        return this.#inner(instruction, position);
    }
  }

  #takeCodes(
    { test, least, most, isGreedy }: Extract<Instruction, { op: 'codes' }>,
    pc: number,
    position: number,
  ): number {
    const limit = Math.min(isGreedy ? most : least, this.#codes.length - position);
    let count = 0;
    while (count < limit && test(this.#codes[position + count])) count++;
    this.#budget.left -= count;
    if (count < least) return -1;
    const end = position + count;
    if (isGreedy && count > least) this.#stack.push(FEWER, pc, end - 1, position + least);
    if (!isGreedy && most > least) this.#stack.push(MORE, pc, end, most - least);
    return end;
  }

  #takeReference(index: number, ignoresCase: boolean, position: number): number {
    const start = this.#slots[index * 2];
    const end = this.#slots[index * 2 + 1];
    if (start === UNSET || end === UNSET || position + end - start > this.#codes.length) return -1;
    for (let offset = 0; offset < end - start; offset++) {
      const wanted = this.#codes[start + offset];
      const found = this.#codes[position + offset];
      if (wanted !== found && !(ignoresCase && otherCase(wanted) === found)) return -1;
    }
    return position + end - start;
  }

  /** Look-around and atomic groups: what they saved stays, what they could have done otherwise is forgotten. */
  #inner(instruction: Extract<Instruction, { op: 'look' | 'atomic' }>, position: number): number {
    const slots = this.#slots.slice();
    const depth = this.#stack.length;
    const end = this.#runInner(instruction, position);
    this.#stack.length = depth;
    const isNegative = instruction.op === 'look' && instruction.isNegative;
    if (end === null || isNegative) this.#slots = slots;
    else this.#rememberChanges(slots);
    this.#next = instruction.next;
    if (instruction.op === 'atomic') return end ?? -1;
    return (end !== null) === isNegative ? -1 : position;
  }

  #runInner(instruction: Extract<Instruction, { op: 'look' | 'atomic' }>, position: number): number | null {
    if (instruction.op === 'atomic' || instruction.behind === null) return this.#run(instruction.start, position, null);
    return position < instruction.behind ? null : this.#run(instruction.start, position - instruction.behind, null);
  }

  #rememberChanges(before: Int32Array): void {
    for (const [slot, old] of before.entries()) if (this.#slots[slot] !== old) this.#stack.push(RESTORE, slot, old, 0);
  }

  /** Goes back to the last open choice above a depth of the stack. */
  #backtrack(base: number): boolean {
    const stack = this.#stack;
    while (stack.length > base) {
      const last = stack.pop() as number;
      const position = stack.pop() as number;
      const place = stack.pop() as number;
      const kind = stack.pop() as number;
      if (kind === RESTORE) this.#slots[place] = position;
      else if (kind !== MORE || this.#takesMore(place, position, last)) {
        if (kind === FEWER && position > last) stack.push(FEWER, place, position - 1, last);
        this.#next = kind === CHOICE ? place : place + 1;
        this.#resumedAt = kind === MORE ? position + 1 : position;
        return true;
      }
    }
    return false;
  }

  /** One more code of a lazy run, if it fits. */
  #takesMore(place: number, position: number, count: number): boolean {
    const instruction = this.#program.instructions[place];
    if (instruction.op !== 'codes' || position >= this.#codes.length) return false;
    if (!instruction.test(this.#codes[position])) return false;
    if (count > 1) this.#stack.push(MORE, place, position + 1, count - 1);
    return true;
  }
}
