/**
 * Listens to all that an invocation says, so that its end can be told to GitHub and kept under target/ whatever that end
 * is: also when the run never began because of a mistake in the project.
 */
import type { Diagnostic, NodeResult, RunEvent, RunPlan, RunResult } from '../../../core/index.js';
import type { Reporter } from '../reporter.js';
import type { ReporterFacts } from '../reporter-facts.js';

export interface HeardRun {
  /** Null when no run began. */
  readonly plan: RunPlan | null;
  /** Null when no run came to its end. */
  readonly result: RunResult | null;
  /** What was said outside of nodes. */
  readonly diagnostics: readonly Diagnostic[];
  /** What was known last; null when no reporter was opened. */
  readonly facts: ReporterFacts | null;
  readonly reporter: Reporter | null;
}

export interface RunRecorder {
  /** Gives a reporter that is listened to; the last one given is remembered. */
  readonly listen: (reporter: Reporter, facts: ReporterFacts, onRun: RunListener) => Reporter;
  readonly heard: () => HeardRun;
}

/** Told when a run has said that it starts, and before it says that it ended. */
interface RunListener {
  readonly started: (total: number) => void;
  readonly finished: () => void;
}

/** An invocation may go on for days. */
const MOST_DIAGNOSTICS = 1000;

/** One recorder for one invocation. */
export function createRunRecorder(): RunRecorder {
  const diagnostics: Diagnostic[] = [];
  let plan: RunPlan | null = null;
  let result: RunResult | null = null;
  let last: { readonly facts: ReporterFacts; readonly reporter: Reporter } | null = null;
  /** As they were told: there a warning may count as an error. */
  const told = new Map<string, NodeResult>();
  const remember = (said: readonly Diagnostic[]) => {
    diagnostics.push(...said.slice(0, MOST_DIAGNOSTICS - diagnostics.length));
  };
  const hear = (event: RunEvent) => {
    if (event.kind === 'run-started') {
      plan = event.plan;
      told.clear();
    } else if (event.kind === 'node-finished') told.set(event.id, event.result);
    else if (event.kind === 'diagnostic') remember([event.diagnostic]);
    else if (event.kind === 'run-finished') {
      const results = event.result.results.map((one) => told.get(one.node.uniqueId) ?? one);
      result = { ...event.result, results };
    }
  };
  return {
    listen: (reporter, facts, onRun) => {
      last = { facts, reporter };
      return {
        ...reporter,
        sink: (event) => {
          hear(event);
          if (event.kind === 'run-finished') onRun.finished();
          reporter.sink(event);
          if (event.kind === 'run-started') onRun.started(event.total);
        },
        diagnostics: (said) => {
          remember(said);
          reporter.diagnostics(said);
        },
      };
    },
    heard: () => ({ plan, result, diagnostics, facts: last?.facts ?? null, reporter: last?.reporter ?? null }),
  };
}
