/**
 * Listens to all that an invocation says, for the file of `--junit`: it is written whatever the end of the command was,
 * also when the run failed, was cancelled, or never began because of a mistake in the project.
 */
import type { Diagnostic, JunitRun, NodeResult, RunEvent } from '../../../core/index.js';
import type { Reporter } from '../reporter.js';

export interface JunitRecorder {
  /** Gives a reporter that is listened to. The last one given is used, and its file, an absolute path or null. */
  readonly listen: (reporter: Reporter, file: string | null) => Reporter;
  /** What was heard; null when no file is asked for. */
  readonly heard: () => { readonly file: string; readonly run: Omit<JunitRun, 'command' | 'startedAt'> } | null;
}

/** One recorder for one invocation. `now` counts milliseconds. */
export function createJunitRecorder(now: () => number): JunitRecorder {
  const results = new Map<string, NodeResult>();
  const problems: Diagnostic[] = [];
  const startedAt = now();
  let file: string | null = null;
  const remember = (diagnostics: readonly Diagnostic[]) => {
    problems.push(...diagnostics.filter(({ severity }) => severity === 'error'));
  };
  const hear = (event: RunEvent) => {
    if (event.kind === 'node-finished') results.set(event.id, event.result);
    else if (event.kind === 'diagnostic') remember([event.diagnostic]);
    else if (event.kind === 'run-finished') {
      // Hooks of the project are results too, and no node that finished.
      for (const result of event.result.results) {
        if (!results.has(result.node.uniqueId)) results.set(result.node.uniqueId, result);
      }
    }
  };
  return {
    listen: (reporter, path) => {
      file = path;
      return {
        ...reporter,
        sink: (event) => {
          hear(event);
          reporter.sink(event);
        },
        diagnostics: (diagnostics) => {
          remember(diagnostics);
          reporter.diagnostics(diagnostics);
        },
      };
    },
    heard: () =>
      file === null
        ? null
        : { file, run: { results: [...results.values()], problems, elapsed: (now() - startedAt) / 1000 } },
  };
}
