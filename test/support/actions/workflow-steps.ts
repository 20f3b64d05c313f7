/**
 * Runs the `run` steps of a workflow or a composite action in order, as GitHub's runner does: bash, variables of the job and
 * the step, files for outputs, variables and the summary. Expressions are looked up in a table, so that each one is known.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';

export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly run?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'continue-on-error'?: boolean;
}

export interface JobRun {
  readonly cwd: string;
  /** Variables of the runner, the job and the place. */
  readonly env: Readonly<Record<string, string>>;
  /** What each expression of `env:` gives, without `${{ }}`. */
  readonly expressions: Readonly<Record<string, string>>;
  /** Steps that are left out, by name; the others run in order. */
  readonly skip?: readonly string[];
}

interface FinishedStep {
  readonly name: string;
  readonly code: number | null;
  readonly log: string;
}

export interface FinishedJob {
  readonly steps: readonly FinishedStep[];
  readonly summary: string;
  readonly outputs: ReadonlyMap<string, string>;
}

/** The steps of a job of a workflow. */
export function stepsOfJob(
  path: string,
  job: string,
): { readonly steps: readonly Step[]; readonly env: Record<string, string> } {
  const { jobs } = load(readFileSync(path, 'utf8')) as {
    jobs: Record<string, { steps: Step[]; env?: Record<string, string> }>;
  };
  return { steps: jobs[job].steps, env: jobs[job].env ?? {} };
}

/** The steps of a composite action. */
export function stepsOfAction(path: string): readonly Step[] {
  const { runs } = load(readFileSync(path, 'utf8')) as { runs: { steps: Step[] } };
  return runs.steps;
}

/** A step that fails ends the job, but for steps that say that they run all the same. */
export function runSteps(steps: readonly Step[], job: JobRun): FinishedJob {
  const folder = mkdtempSync(join(tmpdir(), 'tsdbt-runner-'));
  const files = { GITHUB_OUTPUT: 'output', GITHUB_ENV: 'env', GITHUB_STEP_SUMMARY: 'summary' };
  const paths = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, join(folder, file)]));
  for (const path of Object.values(paths)) writeFileSync(path, '');
  const outputs = new Map<string, string>();
  const finished: FinishedStep[] = [];
  let hasFailed = false;
  for (const step of steps) {
    const { name = '', run } = step;
    if (run === undefined || job.skip?.includes(name)) continue;
    if (hasFailed && !step.if?.includes('!cancelled()')) continue;
    writeFileSync(paths.GITHUB_OUTPUT, '');
    const ended = spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', run], {
      cwd: job.cwd,
      encoding: 'utf8',
      env: { ...job.env, ...paths, ...variablesIn(paths.GITHUB_ENV), ...resolved(step.env ?? {}, job, outputs) },
    });
    finished.push({ name, code: ended.status, log: ended.stdout + ended.stderr });
    for (const [key, value] of Object.entries(variablesIn(paths.GITHUB_OUTPUT))) {
      outputs.set(`steps.${step.id}.outputs.${key}`, value);
    }
    hasFailed ||= ended.status !== 0 && step['continue-on-error'] !== true;
  }
  return { steps: finished, summary: readFileSync(paths.GITHUB_STEP_SUMMARY, 'utf8'), outputs };
}

function variablesIn(path: string): Record<string, string> {
  const lines = readFileSync(path, 'utf8').split('\n');
  return Object.fromEntries(lines.filter((line) => line.includes('=')).map((line) => splitOnce(line)));
}

function splitOnce(line: string): [string, string] {
  const at = line.indexOf('=');
  return [line.slice(0, at), line.slice(at + 1)];
}

/** Throws for an expression that the table does not know. */
function resolved(env: Readonly<Record<string, string>>, job: JobRun, outputs: ReadonlyMap<string, string>) {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name,
      String(value).replaceAll(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => {
        if (/^steps\./.test(expression)) return outputs.get(expression) ?? '';
        const known = job.expressions[expression];
        if (known === undefined) throw new Error(`the expression ${expression} is not known to the test`);
        return known;
      }),
    ]),
  );
}
