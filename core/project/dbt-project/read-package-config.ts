/**
 * A parsed dbt_project.yml to the configuration of its package: rendered, validated, with defaults. The root project and
 * installed packages are read alike. Keys that are wrong are reported and count as absent; null when nothing can be told
 * without them. Pure.
 */
import type { Diagnostic, Outcome } from '../../diagnostics/diagnostic.js';
import { isMapping, type JsonObject } from '../../resources/json.js';
import { COMPATIBLE_DBT_VERSION, checkDbtVersion } from '../dbt-version.js';
import type { PackageConfig } from '../project-config.js';
import type { YamlStringRenderer } from '../property-file.js';
import { renderStrings } from '../render-strings.js';
import { type DbtProjectFile, dbtProjectSchema } from '../schema/dbt-project.js';
import { describeJson } from '../schema/describe-json.js';
import { validate } from '../schema/validate.js';
import { withoutFollowUps } from '../schema/without-follow-ups.js';
import type { KeyPath, YamlDocument } from '../yaml/yaml-document.js';
import {
  asMapping,
  isKeptInProjectFile,
  readDispatch,
  readProjectHooks,
  readTrees,
  writtenPath,
} from './project-file-parts.js';
import { readResourcePaths } from './project-paths.js';
import { reservedProjectNames } from './reserved-names.js';
import { meantBy, usablePart } from './usable-part.js';

export interface PackageFile {
  readonly config: PackageConfig;
  /** The validated file, for keys that only the root project uses. */
  readonly file: DbtProjectFile;
  /** Top-level keys that are wrong, wholly or in part, and so are not what the user meant. */
  readonly wrongKeys: readonly string[];
}

export interface PackageSource {
  readonly document: YamlDocument;
  /** The absolute folder that the file lies in. */
  readonly root: string;
  readonly render: YamlStringRenderer;
  /** Where `render` leaves the paths of the strings that it could not render. */
  readonly failed?: readonly KeyPath[];
}

/** Reads one dbt_project.yml. */
export function readPackageConfig({ document, root, render, failed = [] }: PackageSource): Outcome<PackageFile | null> {
  const shape = checkShape(document);
  if (shape !== null) return { value: null, diagnostics: [shape] };
  const rendered = asMapping(renderStrings(document.value, render, isKeptInProjectFile));
  const checked = checkKeys(document, rendered);
  const wrong = [...failed, ...checked.wrong];
  const diagnostics = [...withoutFollowUps(checked.diagnostics, document, failed)];
  const usable = wrong.length === 0 ? rendered : usablePart(rendered, wrong, KEYS);
  const file = wrong.length === 0 ? checked.value : usable === null ? null : checkKeys(document, usable).value;
  if (usable === null || file === null) return { value: null, diagnostics };
  const found = checkFile(file, document);
  diagnostics.push(...found);
  if (found.some(({ code }) => code === 'TSDBT_PROJECT_NAME_INVALID')) return { value: null, diagnostics };
  const wrongKeys = wrong.map(([key]) => meantBy(String(key), KEYS));
  return { value: { config: toConfig({ document, root, usable, file }), file, wrongKeys }, diagnostics };
}

const KEYS = Object.keys(dbtProjectSchema.pipe[0].entries);

function checkKeys(document: YamlDocument, rendered: JsonObject) {
  const { locate, locateKey } = document;
  return validate(dbtProjectSchema, rendered, { locate, locateKey, path: [], code: 'TSDBT_PROJECT_INVALID' });
}

interface UsableFile {
  readonly document: YamlDocument;
  readonly root: string;
  readonly usable: JsonObject;
  readonly file: DbtProjectFile;
}

function toConfig({ document, root, usable, file }: UsableFile): PackageConfig {
  const spell = (path: KeyPath) => writtenPath(path, asMapping(document.value));
  return {
    name: file.name,
    version: file.version ?? null,
    root,
    paths: readResourcePaths(file),
    configTrees: readTrees(usable),
    unrenderedTrees: readTrees(asMapping(document.value)),
    vars: file.vars ?? {},
    quoting: readQuoting(file),
    onRunStart: readProjectHooks(document, 'on-run-start'),
    onRunEnd: readProjectHooks(document, 'on-run-end'),
    dispatch: readDispatch(file),
    file: document.file,
    locate: (path) => document.locate(spell(path)),
    locateKey: (path) => document.locateKey(spell(path)),
    writtenPath: spell,
  };
}

function checkShape(document: YamlDocument): Diagnostic | null {
  if (isMapping(document.value)) return null;
  const message = `dbt_project.yml must be a mapping, found ${describeJson(document.value)}.`;
  const hint = 'Begin with `name: my_project`.';
  return { code: 'TSDBT_PROJECT_INVALID', severity: 'error', message, hint, location: document.locate([]) };
}

function readQuoting(file: DbtProjectFile): PackageConfig['quoting'] {
  const entries = (['database', 'schema', 'identifier'] as const).flatMap((part) => {
    const isQuoted = file.quoting?.[part];
    return typeof isQuoted === 'boolean' ? [[part, isQuoted] as const] : [];
  });
  return Object.fromEntries(entries);
}

function checkFile(file: DbtProjectFile, document: YamlDocument): Diagnostic[] {
  return [...checkName(file.name, document), ...checkVersion(file, document), ...checkOldKeys(file, document)];
}

const NAME = /^[\p{L}\p{Pc}][\p{L}\p{M}\p{N}\p{Pc}]*$/u;

function checkName(name: string, document: YamlDocument): Diagnostic[] {
  const error = { code: 'TSDBT_PROJECT_NAME_INVALID', severity: 'error', location: document.locate(['name']) } as const;
  if (!NAME.test(name)) {
    const hint = 'Use letters, digits and underscores; no digit first.';
    return [{ ...error, message: `The project name "${name}" is no name that templates can use.`, hint }];
  }
  if (!reservedProjectNames.has(name)) return [];
  const message = `The project name "${name}" is a name that templates use for something else.`;
  return [{ ...error, message, hint: 'Choose another name.' }];
}

function checkVersion(file: DbtProjectFile, document: YamlDocument): Diagnostic[] {
  const check = checkDbtVersion(file['require-dbt-version'] ?? []);
  if (check.kind === 'met') return [];
  const location = document.locate(['require-dbt-version']);
  if (check.kind === 'malformed') {
    const message = `\`require-dbt-version\` holds "${check.specifier}", which is no version of three numbers.`;
    const hint = 'Write it like ">=1.6.0".';
    return [{ code: 'TSDBT_PROJECT_INVALID', severity: 'error', message, hint, location }];
  }
  const message = `The project "${file.name}" needs dbt ${check.specifier}; tsdbt stands in for dbt ${COMPATIBLE_DBT_VERSION}.`;
  return [{ code: 'TSDBT_PROJECT_VERSION_UNMET', severity: 'error', message, location }];
}

const OLD_KEYS = [
  ['source-paths', 'model-paths'],
  ['data-paths', 'seed-paths'],
  ['modules-path', 'packages-install-path'],
] as const;

function checkOldKeys(file: DbtProjectFile, document: YamlDocument): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const [old, current] of OLD_KEYS) {
    if (file[old] === undefined || file[old] === null) continue;
    const message = `\`${old}\` is now called \`${current}\`.`;
    const location = document.locateKey([old]);
    diagnostics.push({ code: 'TSDBT_KEY_DEPRECATED', severity: 'warning', message, location });
  }
  const hasBothTests = [file.tests, file.data_tests].every((tree) => Object.keys(tree ?? {}).length > 0);
  if (!hasBothTests) return diagnostics;
  const message = 'dbt_project.yml has both `tests` and `data_tests`; they mean the same.';
  const location = document.locateKey(['tests']);
  const hint = 'Keep `data_tests`.';
  return [...diagnostics, { code: 'TSDBT_PROJECT_INVALID', severity: 'error', message, location, hint }];
}
