/**
 * What parsing keeps from one snapshot for the next: the result of each step with its inputs, its look-ups, its messages and
 * its diagnostics. Every kept result is one that the last snapshot would have given anew, so that only look-ups whose
 * outcome has changed since have to be asked about.
 */
import type { MacroCodeCache } from '../../template/environment.js';
import { type Outcomes, placeKeys } from './look-ups.js';
import type { Trace, Tracker } from './tracker.js';

/** Steps that are kept apart from each other. */
type StepKind =
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
interface Step<T> {
  readonly kind: StepKind;
  /** What the result is filed under. */
  readonly of: object;
  /** Further inputs. */
  readonly inputs?: readonly unknown[];
  readonly run: () => T;
}

/** Runs a step, or gives what it gave the last time. */
export type Reuse = <T>(step: Step<T>) => T;

/** Runs everything. */
export const runAlways: Reuse = ({ run }) => run();

export interface ParseSession {
  readonly reuse: Reuse;
  readonly compiledMacros: MacroCodeCache;
  /** Tells the outcomes of look-ups, once macros and docs are known; steps before it may look up nothing. */
  readonly settle: (outcomes: Outcomes) => void;
  /** Keeps what this snapshot has used, and drops all else. Not called when parsing has failed. */
  readonly commit: () => void;
}

interface SessionParts {
  readonly tracker: Tracker;
  /** Lists that steps add their findings to. */
  readonly findings: readonly unknown[][];
  /** All that every step depends on, as text: with another one nothing is reused. */
  readonly setting: string;
}

export interface ParseStore {
  readonly open: (parts: SessionParts) => ParseSession;
}

interface Kept {
  readonly inputs: readonly unknown[];
  readonly value: unknown;
  readonly trace: Trace;
  /** What the step added to each of the lists. */
  readonly findings: readonly (readonly unknown[])[];
}

type KeptSteps = Map<StepKind, Map<object, Kept>>;

/** A store that has kept nothing yet. */
export function createParseStore(): ParseStore {
  const compiledMacros: MacroCodeCache = new WeakMap();
  let setting: string | null = null;
  let kept: KeptSteps = new Map();
  let outcomes = new Map<string, string | null>();
  return {
    open: (parts) => {
      const isSame = parts.setting === setting;
      const session = openSession(parts, isSame ? kept : new Map(), isSame ? outcomes : new Map());
      return {
        ...session,
        compiledMacros,
        commit: () => {
          setting = parts.setting;
          kept = session.used;
          outcomes = session.outcomesOfUsed();
        },
      };
    },
  };
}

type OpenSession = Pick<ParseSession, 'reuse' | 'settle'> & {
  readonly used: KeptSteps;
  readonly outcomesOfUsed: () => Map<string, string | null>;
};

function openSession(
  { tracker, findings }: SessionParts,
  kept: KeptSteps,
  before: ReadonlyMap<string, string | null>,
): OpenSession {
  const used: KeptSteps = new Map();
  let changed: ReadonlySet<string> = new Set();
  let outcomeOf: Outcomes = () => null;
  const isValid = (step: Kept, inputs: readonly unknown[]) =>
    step.inputs.every((input, index) => input === inputs[index]) &&
    (changed.size === 0 || !step.trace.lookUps.some((key) => changed.has(key)));
  const keep = (kind: StepKind, of: object, step: Kept) => {
    const steps = used.get(kind) ?? new Map<object, Kept>();
    used.set(kind, steps.set(of, step));
  };
  return {
    used,
    settle: (outcomes) => {
      outcomeOf = outcomes;
      changed = new Set([...before.keys()].filter((key) => before.get(key) !== outcomes(key)));
    },
    reuse: <T>({ kind, of, inputs = [], run }: Step<T>): T => {
      const known = kept.get(kind)?.get(of);
      if (known !== undefined && isValid(known, inputs)) {
        tracker.repeat(known.trace);
        for (const [index, list] of findings.entries()) list.push(...known.findings[index]);
        keep(kind, of, known);
        return known.value as T;
      }
      const lengths = findings.map((list) => list.length);
      const { value, trace } = tracker.trace(run);
      const found = findings.map((list, index) => list.slice(lengths[index]));
      if (trace.isRepeatable) keep(kind, of, { inputs, value, findings: found, trace: withPlaces(trace, found) });
      return value;
    },
    outcomesOfUsed: () => outcomesOf(used, { before, changed, outcomeOf }),
  };
}

/** A finding may name the place of a macro. */
function withPlaces(trace: Trace, findings: Kept['findings']): Trace {
  if (findings.every((list) => list.length === 0)) return trace;
  return { ...trace, lookUps: [...trace.lookUps, ...placeKeys(trace.lookUps)] };
}

interface OutcomeParts {
  readonly before: ReadonlyMap<string, string | null>;
  readonly changed: ReadonlySet<string>;
  readonly outcomeOf: Outcomes;
}

/** Outcomes of the look-ups of all steps that are kept, as they are in this snapshot. */
function outcomesOf(steps: KeptSteps, { before, changed, outcomeOf }: OutcomeParts): Map<string, string | null> {
  const outcomes = new Map<string, string | null>();
  for (const each of steps.values()) {
    for (const { trace } of each.values()) {
      for (const key of trace.lookUps) {
        if (outcomes.has(key)) continue;
        const earlier = changed.has(key) ? undefined : before.get(key);
        outcomes.set(key, earlier === undefined ? outcomeOf(key) : earlier);
      }
    }
  }
  return outcomes;
}
