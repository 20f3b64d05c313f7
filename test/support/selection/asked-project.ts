/** The project of test/fixtures/selection, loaded once, and `ls` over it in process: from a command line to its lines. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adapters } from '../../../adapters/index.js';
import { listRequest } from '../../../cli/commands/inspect/ls.js';
import { outputForms } from '../../../cli/flags/output-forms.js';
import { parseWords } from '../../../cli/flags/parse-words.js';
import { readMapping } from '../../../cli/flags/read-mapping.js';
import { resolveFlags } from '../../../cli/flags/resolve-flags.js';
import { listLines } from '../../../cli/listing/list-lines.js';
import { loadProject, type Project } from '../../../core/api/load-project.js';
import { selectForCommand } from '../../../core/api/select-for-command.js';
import { type Diagnostic, hasErrors } from '../../../core/diagnostics/diagnostic.js';
import { locateProject } from '../../../core/io/locate-project.js';
import { parseSelectors } from '../../../core/io/read-selectors-file.js';
import type { GraphNode } from '../../../core/resources/node.js';

export const fixture = join(import.meta.dirname, '../../fixtures/selection');

const invocation = {
  id: '00000000-0000-4000-8000-000000000000',
  startedAt: '2026-01-01T00:00:00.000000Z',
  which: 'list',
  flags: {},
  args: {},
  env: {},
  toolVersion: '0.0.0',
};

const silent = { log: () => {}, print: () => {}, warn: () => {} };

/** Loads the project; throws when it has mistakes. */
export async function loadAskedProject(): Promise<Project> {
  const root = join(fixture, 'project');
  const located = await locateProject({
    ...{ cwd: root, projectDir: root, profilesDir: root, profile: null, target: null, targetPath: null, logPath: null },
    ...{ cliVars: {}, versionCheck: true, invocation, adapters },
  });
  if (located.value === null) throw new Error(JSON.stringify(located.diagnostics));
  const request = { located: located.value, invocation, adapters, inlineSql: null, sink: () => {} };
  const { value, diagnostics } = await loadProject(request);
  if (value === null) throw new Error(JSON.stringify(diagnostics));
  return value;
}

export interface Listed {
  /** Null when a mistake keeps the command from listing anything. */
  readonly lines: readonly string[] | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** What `ls` with these words answers; another text may stand for selectors.yml. */
export function list(project: Project, args: readonly string[], selectors?: string): Listed {
  const words = parseWords(['ls', ...args]);
  const { value: flags, diagnostics: found } = resolveFlags({ raw: words.raw, env: {}, project: {}, readMapping });
  const { values } = flags;
  const form = outputForms.ls.find((name) => name === (values.output ?? 'selector').toLowerCase());
  const usage = [...words.diagnostics, ...found];
  if (hasErrors(usage) || form === undefined) return { lines: null, diagnostics: usage };
  const read = selectorsFor(project, { text: selectors, vars: values.vars });
  if (hasErrors(read.diagnostics)) return { lines: null, diagnostics: read.diagnostics };
  const asked = { ...project, selectors: read.value };
  const selected = selectForCommand(asked, listRequest(values));
  const diagnostics = [...read.diagnostics, ...selected.diagnostics];
  if (hasErrors(diagnostics)) return { lines: null, diagnostics };
  const { nodes, sources, exposures } = project.manifest;
  const all: GraphNode[] = [...nodes.values(), ...sources.values(), ...exposures.values()];
  const chosen = all.filter(({ uniqueId }) => selected.value.ids.has(uniqueId)).sort(byId);
  return { lines: listLines(chosen, form, values.outputKeys), diagnostics };
}

function byId(a: GraphNode, b: GraphNode): number {
  return a.uniqueId < b.uniqueId ? -1 : 1;
}

function selectorsFor(
  { config, target, selectors }: Project,
  { text, vars }: { readonly text: string | undefined; readonly vars: Project['config']['cliVars'] },
) {
  if (text === undefined && Object.keys(vars).length === 0) return { value: selectors, diagnostics: [] };
  const given = text ?? readFileSync(join(fixture, 'project/selectors.yml'), 'utf8');
  return parseSelectors(given, { config: { ...config, cliVars: vars }, target }, { invocation, sink: silent });
}
