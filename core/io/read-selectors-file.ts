/** Reads selectors.yml of the root project: rendered as dbt_project.yml is, then taken apart into definitions. */
import path from 'node:path';
import { type Diagnostic, hasErrors, type Outcome } from '../diagnostics/diagnostic.js';
import type { ContextSink } from '../project/context/context-options.js';
import { commandLineVars, createYamlScope } from '../project/context/project-scope.js';
import { createStringEngine } from '../project/context/string-engine.js';
import { createYamlRenderer } from '../project/context/yaml-renderer.js';
import type { InvocationFacts } from '../project/invocation.js';
import type { LocatedProject } from '../project/project-config.js';
import { renderStrings } from '../project/render-strings.js';
import { parseYaml } from '../project/yaml/parse-yaml.js';
import type { YamlDocument } from '../project/yaml/yaml-document.js';
import type { Json } from '../resources/json.js';
import { NO_SELECTORS, type SelectorTable } from '../select/expression.js';
import { readSelectors } from '../select/selectors/read-selectors.js';
import { isFile } from './locate/find-project-dir.js';
import { readText } from './read-text.js';

/** The file's name; dbt reads no other. */
const SELECTORS_FILE = 'selectors.yml';

export interface SelectorsContext {
  readonly invocation: InvocationFacts;
  readonly sink: ContextSink;
}

/** The definitions; none when the project has no such file. */
export async function readSelectorsFile(
  project: LocatedProject,
  context: SelectorsContext,
): Promise<Outcome<SelectorTable>> {
  const file = path.join(project.config.root, SELECTORS_FILE);
  if (!isFile(file)) return { value: NO_SELECTORS, diagnostics: [] };
  const read = await readText(file, SELECTORS_FILE);
  if ('problem' in read) return { value: NO_SELECTORS, diagnostics: [read.problem] };
  return parseSelectors(read.text, project, context);
}

/** The definitions in the text of the file. */
export function parseSelectors(
  text: string,
  project: LocatedProject,
  context: SelectorsContext,
): Outcome<SelectorTable> {
  const parsed = parseYaml(text, SELECTORS_FILE);
  if (hasErrors(parsed.diagnostics)) return { value: NO_SELECTORS, diagnostics: parsed.diagnostics };
  const rendered = render(parsed.value, project, context);
  const failed = hasErrors(rendered.diagnostics);
  const selectors = failed ? { value: NO_SELECTORS, diagnostics: [] } : readSelectors(parsed.value, rendered.value);
  const diagnostics = [...parsed.diagnostics, ...rendered.diagnostics, ...selectors.diagnostics];
  return { value: selectors.value, diagnostics };
}

function render(
  document: YamlDocument,
  { config, target }: LocatedProject,
  { invocation, sink }: SelectorsContext,
): Outcome<Json> {
  const diagnostics: Diagnostic[] = [];
  const engine = createStringEngine();
  const scope = createYamlScope({
    ...{ invocation, target, engine, sink },
    projectName: config.name,
    mayReadSecrets: false,
    vars: commandLineVars(config.cliVars),
  });
  const renderer = createYamlRenderer({ document, engine, scope, diagnostics });
  return { value: renderStrings(document.value, renderer, () => false), diagnostics };
}
