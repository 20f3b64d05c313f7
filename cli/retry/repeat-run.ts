/** Finds the last run of a project, and makes the invocation that repeats it. */
import { resolve } from 'node:path';
import { createWarningPolicy, loadPreviousRun, locateProject, type PreviousRun } from '../../core/index.js';
import type { CommandStart } from '../command-entry.js';
import { readMapping } from '../flags/read-mapping.js';
import { resolveFlags } from '../flags/resolve-flags.js';
import { buildFacts } from '../invocation/facts.js';
import type { Invocation } from '../invocation/invocation.js';
import { locateRequest } from '../invocation/locate-request.js';
import { previousFlags } from './previous-flags.js';

/** The last run, from `--state` or the project's target folder; null when there is no project, which is said. */
export async function findRun(invocation: Invocation): Promise<PreviousRun | null> {
  const located = await locateProject(locateRequest(invocation));
  const config = (located.value ?? located.readable)?.config;
  if (config === undefined) {
    invocation.reporter.diagnostics(createWarningPolicy(invocation.flags)(located.diagnostics));
    return null;
  }
  return loadPreviousRun(resolve(config.root, invocation.flags.state ?? config.targetPath), config.root);
}

/** The invocation as it was, with what is typed now. `--state` says where the last run is, and nothing to the new one. */
export function repeated(invocation: Invocation, { raw: typed }: CommandStart, run: PreviousRun) {
  const raw = new Map([...previousFlags(run.args), ...[...typed].filter(([key]) => key !== 'state')]);
  const { env, id, startedAt } = invocation.facts;
  const { value: flags } = resolveFlags({ raw, env, project: {}, readMapping });
  const facts = { ...buildFacts({ command: run.command, flags, env, now: new Date() }), id, startedAt };
  return { raw, invocation: { ...invocation, command: run.command, flags: flags.values, origin: flags.origin, facts } };
}
