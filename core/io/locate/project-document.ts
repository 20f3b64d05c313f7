/** Reads dbt_project.yml as YAML, and from it the names that must be known before a target is. */
import path from 'node:path';
import type { Location } from '../../diagnostics/diagnostic.js';
import { hasErrors } from '../../diagnostics/diagnostic.js';
import { commandLineVars, createYamlScope } from '../../project/context/project-scope.js';
import { createYamlRenderer } from '../../project/context/yaml-renderer.js';
import { mentions } from '../../project/mentions.js';
import type { Target } from '../../project/project-config.js';
import type { YamlStringRenderer } from '../../project/property-file.js';
import { renderStrings } from '../../project/render-strings.js';
import { parseYaml } from '../../project/yaml/parse-yaml.js';
import type { KeyPath, YamlDocument } from '../../project/yaml/yaml-document.js';
import { isMapping } from '../../resources/json.js';
import { readText, shownPath } from '../read-text.js';
import { PROJECT_FILE } from './find-project-dir.js';
import type { LocateSession } from './locate-options.js';

/** Name and profile of the project, as far as they can be read. */
export interface ProjectIdentity {
  readonly name: string;
  readonly profile: string | null;
  readonly profileAt: Location;
}

/** dbt_project.yml of the root project; null when it cannot be read as YAML. */
export async function readProjectDocument(session: LocateSession): Promise<YamlDocument | null> {
  return readYamlFile(session, path.join(session.root, PROJECT_FILE));
}

/** Any YAML file of the project; null, with what is wrong reported, when it cannot be used. */
export async function readYamlFile(session: LocateSession, file: string): Promise<YamlDocument | null> {
  const shown = shownPath(session.root, file);
  const read = await readText(file, shown);
  if ('problem' in read) {
    session.diagnostics.push(read.problem);
    return null;
  }
  const parsed = parseYaml(read.text, shown);
  session.diagnostics.push(...parsed.diagnostics);
  return hasErrors(parsed.diagnostics) ? null : parsed.value;
}

/** Name and profile; a project without a usable name is called by its folder until the file is checked. */
export function readIdentity(session: LocateSession, document: YamlDocument): ProjectIdentity {
  const { render } = rendererOf(session, { document, target: null, projectName: null, isQuiet: true });
  const file = isMapping(document.value) ? document.value : {};
  const read = (key: string): string | null => {
    const value = renderStrings(file[key] ?? null, render, () => false, [key]);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const name = read('name') ?? path.basename(session.root);
  return { name, profile: read('profile'), profileAt: document.locate(['profile']) };
}

export interface RenderFor {
  readonly document: YamlDocument;
  readonly target: Target | null;
  readonly projectName: string | null;
  readonly mayReadSecrets?: boolean;
  /** Nothing is reported: the same strings are rendered again. */
  readonly isQuiet?: boolean;
}

/** A renderer, and the paths of the strings that it could not render so far. */
export interface Rendering {
  readonly render: YamlStringRenderer;
  readonly failed: readonly KeyPath[];
}

/** A renderer for one file of the project. What fails with a name that is unknown is not reported: it may be right. */
export function rendererOf(session: LocateSession, file: RenderFor): Rendering {
  const { options, engine, unknownNames } = session;
  const scope = createYamlScope({
    invocation: options.invocation,
    target: file.target,
    projectName: file.projectName,
    engine,
    sink: options.sink ?? SILENT,
    mayReadSecrets: file.mayReadSecrets ?? false,
    vars: commandLineVars(options.cliVars),
  });
  const failed: KeyPath[] = [];
  const shared = { document: file.document, engine, scope, failed };
  const loud = createYamlRenderer({ ...shared, diagnostics: session.diagnostics });
  const quiet = createYamlRenderer({ ...shared, diagnostics: [] });
  const isQuiet = (text: string) => file.isQuiet === true || mentions(text, unknownNames);
  return { render: (text, path) => (isQuiet(text) ? quiet : loud)(text, path), failed };
}

const SILENT = { log: () => {}, print: () => {}, warn: () => {} };
