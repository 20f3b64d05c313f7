/**
 * What parsing keeps from one snapshot for the next: the result of each step with its inputs, its look-ups, its messages and
 * its diagnostics. Every kept result is one that the last snapshot would have given anew, so that only look-ups whose
 * outcome has changed since have to be asked about. What a store has kept can become plain data, and a store again.
 */
import { createHash } from 'node:crypto';
import type { MacroCodeCache } from '../../template/environment.js';
import type { SourceFile } from '../source-file.js';
import { createDurableNames, type DurableName, type DurableNames, isSameName } from './durable/durable-names.js';
import { type Outcomes, placeKeys } from './look-ups.js';
import { type Kept, type PlainStep, type Reuse, type Step, type StepForm, type StepKind, VOLATILE } from './step.js';
import type { Trace, Tracker } from './tracker.js';

/** Runs everything. */
export const runAlways: Reuse = ({ run }) => run();

export interface ParseSession {
  readonly reuse: Reuse;
  readonly compiledMacros: MacroCodeCache;
  /** Tells the outcomes of look-ups, once macros and docs are known; steps before it may look up nothing. */
  readonly settle: (outcomes: Outcomes) => void;
  /** Work outside of all steps: what it looks up matters to the snapshot as a whole. */
  readonly beside: <T>(work: () => T) => T;
  /** Keeps what this snapshot has used, and drops all else. Not called when parsing has failed. */
  readonly commit: () => void;
}

interface SessionParts {
  readonly tracker: Tracker;
  /** Lists that steps add their findings to. */
  readonly findings: readonly unknown[][];
  /** All that every step depends on, as text: with another one nothing is reused. */
  readonly setting: string;
  /** What the project is made from. */
  readonly files: readonly SourceFile[];
}

/** What a store keeps, as it outlives the process: of texts that may hold secrets only the digests. */
export interface PlainParse {
  readonly setting: string;
  /** Digests of the outcomes of look-ups by key. */
  readonly outcomes: ReadonlyMap<string, string | null>;
  readonly find: (kind: StepKind, of: DurableName) => PlainStep | undefined;
}

/** What a store has kept, and could be made plain. */
interface ParseContent extends Omit<PlainParse, 'find'> {
  /** Whether the whole snapshot comes out the same as long as all look-ups have the same outcomes. */
  readonly isRepeatable: boolean;
  readonly steps: () => readonly PlainStep[];
}

export interface ParseStore {
  readonly open: (parts: SessionParts) => ParseSession;
  /** What the last snapshot has left, but what is no plain data; null before the first one of this store. */
  readonly content: () => ParseContent | null;
}

interface StoreOptions {
  /** Makes texts that are compared with each other short, and tells nothing of them. */
  readonly digest: (text: string) => string;
  /** What another process has kept. */
  readonly plain: PlainParse | null;
}

type KeptSteps = Map<StepKind, Map<object, Kept>>;
type DigestedOutcomes = ReadonlyMap<string, string | null>;

/** A store that has kept nothing yet, or what another process has. */
export function createParseStore(
  { digest, plain }: StoreOptions = { digest: (text) => text, plain: null },
): ParseStore {
  const compiledMacros: MacroCodeCache = new WeakMap();
  const names = createDurableNames();
  let setting = plain?.setting ?? null;
  let kept: KeptSteps = new Map();
  let restored: PlainParse['find'] = plain?.find ?? restoresNothing;
  let outcomes: DigestedOutcomes = plain?.outcomes ?? new Map();
  let content: ParseContent | null = null;
  return {
    open: (parts) => {
      names.giveFiles(parts.files);
      const own = digest(parts.setting);
      const before = setting === own ? { kept, restored, outcomes } : NOTHING;
      const session = openSession(parts, { ...before, names, digest });
      return {
        ...session,
        compiledMacros,
        commit: () => {
          setting = own;
          kept = session.used;
          // No function made here: it would hold this session, whose memory holds the one before, and so on.
          restored = restoresNothing;
          outcomes = session.outcomesOfUsed();
          const steps = () => plainSteps(kept, names);
          content = { setting, outcomes, isRepeatable: session.isRepeatable(), steps };
        },
      };
    },
    content: () => content,
  };
}

interface Before {
  readonly kept: KeptSteps;
  readonly restored: PlainParse['find'];
  readonly outcomes: DigestedOutcomes;
}

const restoresNothing: PlainParse['find'] = () => undefined;

const NOTHING: Before = { kept: new Map(), restored: restoresNothing, outcomes: new Map() };

type OpenSession = Pick<ParseSession, 'reuse' | 'settle' | 'beside'> & {
  readonly isRepeatable: () => boolean;
  readonly used: KeptSteps;
  readonly outcomesOfUsed: () => DigestedOutcomes;
};

interface Memory extends Before, Pick<StoreOptions, 'digest'> {
  readonly names: DurableNames;
}

function openSession({ tracker, findings }: SessionParts, memory: Memory): OpenSession {
  const { kept, names, outcomes: before } = memory;
  const used: KeptSteps = new Map();
  let changed: ReadonlySet<string> = new Set();
  let outcomeOf: Outcomes = () => null;
  const besides = new Set<string>();
  let isRepeatable = true;
  const isValid = (step: Kept, inputs: Kept['inputs']) =>
    step.inputs.every((input, index) => input === inputs[index]) &&
    (changed.size === 0 || !step.trace.lookUps.some((key) => changed.has(key)));
  const keep = <T>({ kind, of, parts }: Step<T>, step: Kept) => {
    const steps = used.get(kind) ?? new Map<object, Kept>();
    used.set(kind, steps.set(of, step));
    if (parts === undefined) return;
    const version = versionOf(step.trace, outcomeOf);
    for (const [part, place] of parts(step.value as T)) names.give(part, of, `${place}${version}`);
  };
  const again = <T>(run: () => T): T => {
    const lengths = findings.map((list) => list.length);
    const value = tracker.silently(run);
    for (const [index, list] of findings.entries()) list.length = lengths[index];
    return value;
  };
  return {
    used,
    settle: (outcomes) => {
      outcomeOf = digested(outcomes, memory.digest);
      changed = new Set([...before.keys()].filter((key) => before.get(key) !== outcomeOf(key)));
    },
    reuse: <T>(step: Step<T>): T => {
      const { kind, of, inputs = [], run, form } = step;
      const known = kept.get(kind)?.get(of) ?? restore(step, memory, again);
      if (known !== undefined && isValid(known, inputs)) {
        tracker.repeat(known.trace);
        for (const [index, list] of findings.entries()) list.push(...(known.findings[index] ?? []));
        keep(step, known);
        return known.value as T;
      }
      const lengths = findings.map((list) => list.length);
      const { value, trace } = tracker.trace(run);
      const found = findings.map((list, index) => list.slice(lengths[index]));
      const plainForm = (form ?? null) as StepForm<unknown> | null;
      const made = { inputs, value, findings: found, trace: withPlaces(trace, found), form: plainForm, origin: null };
      if (trace.isRepeatable) keep(step, made);
      else isRepeatable = false;
      return value;
    },
    beside: (work) => {
      const { value, trace } = tracker.trace(work);
      for (const key of trace.lookUps) besides.add(key);
      isRepeatable &&= trace.isRepeatable;
      return value;
    },
    isRepeatable: () => isRepeatable,
    outcomesOfUsed: () => outcomesOf(used, { before, changed, outcomeOf, besides }),
  };
}

/** What a part is depends on its file, and on what was looked up while it was read. */
function versionOf({ lookUps }: Trace, outcomeOf: Outcomes): string {
  if (lookUps.length === 0) return '';
  const outcomes = lookUps.map((key) => [key, outcomeOf(key)]);
  return `#${createHash('sha256').update(JSON.stringify(outcomes)).digest('hex')}`;
}

function digested(outcomes: Outcomes, digest: StoreOptions['digest']): Outcomes {
  return (key) => {
    const outcome = outcomes(key);
    return outcome === null ? null : digest(outcome);
  };
}

/** What another process has kept of a step that was made from the same things. */
function restore<T>(
  { kind, of, inputs = [], run, form }: Step<T>,
  { restored, names }: Memory,
  again: (run: () => T) => T,
): Kept | undefined {
  if (restored === restoresNothing) return undefined;
  const name = names.of(of);
  const plain = name === null ? undefined : restored(kind, name);
  if (plain === undefined || !inputs.every((input, at) => hasName(input, plain.inputs[at], names))) return undefined;
  const value = form === undefined ? plain.value : form.fromPlain(plain.value, () => again(run));
  const { trace, findings } = plain;
  return { inputs, value, trace, findings, form: (form ?? null) as StepForm<unknown> | null, origin: plain };
}

/** What has no name is nothing that another process has known. */
function hasName(input: object | undefined, name: DurableName | null, names: DurableNames): boolean {
  if (input === undefined) return name === null;
  const own = names.of(input);
  return own !== null && isSameName(own, name);
}

/** A finding may name the place of a macro. */
function withPlaces(trace: Trace, findings: Kept['findings']): Trace {
  if (findings.every((list) => list.length === 0)) return trace;
  return { ...trace, lookUps: [...trace.lookUps, ...placeKeys(trace.lookUps)] };
}

interface OutcomeParts {
  readonly before: DigestedOutcomes;
  readonly changed: ReadonlySet<string>;
  readonly outcomeOf: Outcomes;
  /** Look-ups of no step. */
  readonly besides: ReadonlySet<string>;
}

/** Outcomes of the look-ups of all steps that are kept, as they are in this snapshot. */
function outcomesOf(steps: KeptSteps, { before, changed, outcomeOf, besides }: OutcomeParts): DigestedOutcomes {
  const outcomes = new Map<string, string | null>();
  const lists = new Set<Iterable<string>>([besides]);
  for (const each of steps.values()) for (const { trace } of each.values()) lists.add(trace.lookUps);
  for (const list of lists) {
    for (const key of list) {
      if (outcomes.has(key)) continue;
      const earlier = changed.has(key) ? undefined : before.get(key);
      outcomes.set(key, earlier === undefined ? outcomeOf(key) : earlier);
    }
  }
  return outcomes;
}

/** Steps whose things all have names, and whose findings after the diagnostics, which are no plain data, are none. */
function plainSteps(kept: KeptSteps, names: DurableNames): PlainStep[] {
  const plain: PlainStep[] = [];
  for (const [kind, steps] of kept) {
    if (VOLATILE.has(kind)) continue;
    for (const [of, step] of steps) {
      const made = step.origin ?? plainStep(kind, of, { step, names });
      if (made !== null) plain.push(made);
    }
  }
  return plain;
}

function plainStep(
  kind: StepKind,
  of: object,
  { step, names }: { readonly step: Kept; readonly names: DurableNames },
): PlainStep | null {
  const { trace, findings, form } = step;
  const name = names.of(of);
  const inputs = step.inputs.map((input) => (input === undefined ? null : names.of(input)));
  const isUnnamed = inputs.some((input, index) => input === null && step.inputs[index] !== undefined);
  if (name === null || isUnnamed || findings.slice(1).some((list) => list.length > 0)) return null;
  const value = form === null ? step.value : form.toPlain(step.value);
  return { kind, of: name, inputs, value, trace, findings: [findings[0]] };
}
