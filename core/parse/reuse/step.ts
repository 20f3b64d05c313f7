/** A step of parsing, and how its result outlives the process. */
import type { DurableName } from './durable/durable-names.js';
import type { Trace } from './tracker.js';

/** Steps that are kept apart from each other. */
export type StepKind =
  | 'macros'
  | 'docs'
  | 'yaml'
  | 'properties'
  | 'code'
  | 'seed'
  | 'tests'
  | 'sources'
  | 'exposures'
  | 'macro-resource';

/** A step by what it is made from: objects that are the same object as long as their content is the same. */
export interface Step<T> {
  readonly kind: StepKind;
  /** What the result is filed under. */
  readonly of: object;
  /** Further inputs. */
  readonly inputs?: readonly (object | undefined)[];
  readonly run: () => T;
  /** Between the result and plain data; left out for results that are plain data, or never leave the process. */
  readonly form?: StepForm<T>;
  /** Things in the result that other steps are made from, each with its place in the file. */
  readonly parts?: (value: T) => Iterable<readonly [part: object, place: string]>;
}

export interface StepForm<T> {
  readonly toPlain: (value: T) => unknown;
  /** `again` runs the step without a word, for what the plain data lacks. */
  readonly fromPlain: (plain: unknown, again: () => T) => T;
}

/** Runs a step, or gives what it gave the last time. */
export type Reuse = <T>(step: Step<T>) => T;

/** What is kept of a step in memory. */
export interface Kept {
  readonly inputs: readonly (object | undefined)[];
  readonly value: unknown;
  readonly trace: Trace;
  /** What the step added to each of the lists of findings. */
  readonly findings: readonly (readonly unknown[])[];
  readonly form: StepForm<unknown> | null;
  /** What it was restored from. */
  readonly origin: PlainStep | null;
}

/** What is kept of a step as plain data. Things are told by their durable names. */
export interface PlainStep {
  readonly kind: StepKind;
  readonly of: DurableName;
  readonly inputs: readonly (DurableName | null)[];
  readonly value: unknown;
  readonly trace: Trace;
  readonly findings: Kept['findings'];
}

/** Kinds that are read anew from their texts: what they give is no plain data. */
export const VOLATILE: ReadonlySet<StepKind> = new Set<StepKind>(['macros', 'docs']);
