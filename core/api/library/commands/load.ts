/** Stages 0 to 4 for programs: from a folder to a project, or to all that is wrong with it. */
import { type Diagnostic, hasErrors } from '../../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../../diagnostics/error.js';
import { createScrubber, type Scrubber } from '../../../diagnostics/scrub.js';
import type { EventSink } from '../../../execute/events.js';
import { folderPath } from '../../../io/folder-path.js';
import type { LocateOptions } from '../../../io/locate/locate-options.js';
import { locateProject } from '../../../io/locate-project.js';
import type { InvocationFacts } from '../../../project/invocation.js';
import { connectionSecrets, secretVariables } from '../../../project/secret-values.js';
import { createWarningPolicy } from '../../../project/warnings/create-warning-policy.js';
import { contextSink } from '../../context-sink.js';
import { findMistakes, type Project as LoadedProject, loadProject as loadStages } from '../../load-project.js';
import { loadingFacts, noVars } from '../facts.js';
import { checkLoadOptions } from '../known-options.js';
import { standingFor } from '../loaded.js';
import { warningsOf } from '../settings.js';
import { toTsdbtError } from '../to-error.js';
import { scrubbed, toNodeInfo } from '../to-public.js';
import type { CheckedProject, LoadOptions, Project } from '../types/project.js';

/** Loads the project and throws all that is wrong with it as one error. */
export async function load(folder: string | URL, options: LoadOptions): Promise<Project> {
  const { project, diagnostics } = await check(folder, options);
  if (project === null) throw new TsdbtError(diagnostics);
  return project;
}

/** Loads the project, and says what there is to say of it. */
export async function check(folder: string | URL, options: LoadOptions): Promise<CheckedProject> {
  checkLoadOptions(options);
  const env = { ...options.env };
  const variables = secretVariables(env);
  let scrub = createScrubber(variables);
  try {
    const start = startOf(folder, options, env);
    const located = await locateProject(locateOptions(start, options, () => scrub));
    const found = located.value ?? located.readable;
    if (found !== null) scrub = createScrubber(variables, connectionSecrets(found.target));
    return await loadLocated(located, { start, options, scrub });
  } catch (error) {
    throw toTsdbtError(error, scrub);
  }
}

interface Start {
  readonly root: string;
  readonly facts: InvocationFacts;
}

function startOf(folder: string | URL, options: LoadOptions, env: InvocationFacts['env']): Start {
  return { root: folderPath(folder), facts: loadingFacts(env, options.vars ?? noVars) };
}

function locateOptions({ root, facts }: Start, options: LoadOptions, scrub: () => Scrubber): LocateOptions {
  return {
    cwd: root,
    projectDir: root,
    profilesDir: options.profilesDir ?? null,
    profile: options.profile ?? null,
    target: options.target ?? null,
    targetPath: options.targetPath ?? null,
    logPath: null,
    cliVars: options.vars ?? noVars,
    versionCheck: options.versionCheck ?? true,
    connection: options.connection ?? null,
    invocation: facts,
    adapters: options.adapters,
    sink: contextSink(logSink(options, scrub)),
  };
}

interface LoadParts {
  readonly start: Start;
  readonly options: LoadOptions;
  readonly scrub: Scrubber;
}

type Located = Awaited<ReturnType<typeof locateProject>>;

async function loadLocated(located: Located, { start, options, scrub }: LoadParts): Promise<CheckedProject> {
  const request = {
    invocation: start.facts,
    adapters: options.adapters,
    inlineSql: null,
    sink: logSink(options, () => scrub),
  };
  if (located.value === null) {
    const { readable } = located;
    const others = readable === null ? [] : await findMistakes({ ...request, readable });
    return { project: null, diagnostics: scrubAll([...located.diagnostics, ...others], scrub) };
  }
  const { value, diagnostics } = await loadStages({ ...request, located: located.value });
  const judge = createWarningPolicy(warningsOf(located.value.config.flags, options.warnError));
  const all = scrubAll(judge([...located.diagnostics, ...diagnostics]), scrub);
  return { project: value === null || hasErrors(all) ? null : toProject(value, all, scrub), diagnostics: all };
}

function scrubAll(diagnostics: readonly Diagnostic[], scrub: Scrubber): readonly Diagnostic[] {
  return diagnostics.map((each) => scrubbed(each, scrub));
}

function toProject(project: LoadedProject, diagnostics: readonly Diagnostic[], scrub: Scrubber): Project {
  const { nodes, sources, exposures } = project.manifest;
  const infos = new Map([...nodes, ...sources, ...exposures].map(([id, node]) => [id, toNodeInfo(node)]));
  const { targetName, profileName, credentials } = project.target;
  const shown: Project = {
    kind: 'project',
    name: project.config.name,
    root: project.config.root,
    target: {
      name: targetName,
      profile: profileName,
      type: credentials.type,
      database: credentials.database,
      schema: credentials.schema,
    },
    nodes: [...infos.values()]
      .filter(({ resourceType }) => resourceType !== 'operation')
      .sort((a, b) => (a.uniqueId < b.uniqueId ? -1 : 1)),
    diagnostics,
  };
  return standingFor(shown, { project, scrub, infos });
}

/** Hears what templates say before there is a run. */
function logSink({ onLog }: LoadOptions, scrub: () => Scrubber): EventSink {
  return (event) => {
    if (onLog === undefined) return;
    if (event.kind === 'print') onLog({ kind: 'print', message: scrub()(event.message) });
    if (event.kind !== 'log') return;
    onLog({ kind: 'log', level: event.level, message: scrub()(event.message), node: event.id });
  };
}
