/**
 * Stages 2 and 3: macros to an environment, then every file to its resources. Pure and synchronous; all mistakes of all
 * files come out together. What one file gives depends on no other file but macros, property files and docs blocks.
 */
import type { Outcome } from '../diagnostics/diagnostic.js';
import { type ConfiguredResource, findUnusedPaths } from '../project/config/check-config-trees.js';
import type { PackageConfig } from '../project/project-config.js';
import { parseDocs } from './docs/parse-docs.js';
import { parseGenericTests, type TestContext } from './generic-tests/parse-generic-tests.js';
import { unknownTestErrors } from './generic-tests/unknown-tests.js';
import { macroResources } from './macros/macro-resources.js';
import { parseMacros } from './macros/parse-macros.js';
import { baseContexts } from './nodes/base-contexts.js';
import type { ParseContext } from './nodes/parse-context.js';
import { environmentFor, openParse, settingOf } from './open-parse.js';
import type { ParseOptions } from './parse-options.js';
import type { ParsedFile, ParsedNode, ParsedProject } from './parsed-project.js';
import { createPatchTable, type PatchTable, type PropertySource } from './properties/patch-table.js';
import { readProperties } from './properties/read-properties.js';
import { parseCodeFile } from './resources/parse-code-file.js';
import { parseExposures } from './resources/parse-exposures.js';
import { parseInlineSql, parseProjectHooks } from './resources/parse-project-hooks.js';
import { parseSeed } from './resources/parse-seed.js';
import { parseSources } from './resources/parse-sources.js';
import { unbuiltKind, unbuiltNames, unbuiltWarnings } from './resources/unbuilt-files.js';
import { createOutcomes } from './reuse/look-ups.js';
import type { SourceFile } from './source-file.js';

/** Parses the project. The value holds all that could be read, also when there are errors. */
export function parseProject(options: ParseOptions): Outcome<ParsedProject> {
  const { config, files } = options;
  const opening = openParse(options);
  const macros = parseMacros([...options.internalMacros, ...files], config.root, opening.reuse);
  const docs = parseDocs(files, config.root, opening.reuse);
  const environment = environmentFor(options, macros.value, opening);
  const { diagnostics } = opening;
  diagnostics.push(...macros.diagnostics, ...docs.diagnostics);
  const setting = settingOf(options, environment);
  opening.session?.settle(createOutcomes(setting, docs.value));
  const context: TestContext = { setting, ...baseContexts(setting, opening.tracker), docs: docs.value, ...opening };

  const properties = readProperties(context, files);
  const patches = createPatchTable(properties);
  diagnostics.push(...patches.duplicates, ...unbuiltWarnings(files, config.root));
  const beside = opening.session?.beside ?? ((work) => work());
  const hooksOf = (owner: PackageConfig) => nodesOnly(beside(() => parseProjectHooks(context, owner)));
  const parsed = [
    ...files.flatMap((file) => parseFile(context, file, patches)),
    ...[config, ...config.packages].map(hooksOf),
    ...properties.map((source) => parsePropertyFile(context, source)),
    ...(options.inlineSql ? [nodesOnly([parseInlineSql(context, options.inlineSql)])] : []),
  ];
  const macroTable = macroResources(context, macros.value, patches);
  const unbuilt = unbuiltTable(files, properties);
  diagnostics.push(...unknownTestErrors(context.unknown, environment.macros));
  diagnostics.push(...findUnusedPaths(config, parsed.flatMap(configuredResources)));
  diagnostics.push(...patches.unused((_section, name) => unbuilt.has(name)));
  opening.session?.commit();
  return { value: { ...setting, files: parsed, macros: macroTable, docs: docs.value, unbuilt }, diagnostics };
}

function parseFile(context: ParseContext, file: SourceFile, patches: PatchTable): ParsedFile[] {
  if (unbuiltKind(file) !== null) return [];
  if (file.kind === 'seed') return [nodesOnly([parseSeed(context, file, patches)])];
  const isCode = file.kind === 'model' || file.kind === 'analysis' || file.kind === 'test';
  return isCode ? [nodesOnly([parseCodeFile(context, file, patches)])] : [];
}

function parsePropertyFile(context: TestContext, source: PropertySource): ParsedFile {
  return {
    nodes: parseGenericTests(context, source),
    sources: context.reuse({ kind: 'sources', of: source, run: () => parseSources(context, source) }),
    exposures: context.reuse({ kind: 'exposures', of: source, run: () => parseExposures(context, source) }),
  };
}

/** What the paths of dbt_project.yml's trees may lead to. */
function configuredResources({ nodes, sources, exposures }: ParsedFile): ConfiguredResource[] {
  return [...nodes, ...sources, ...exposures].map(({ resourceType, fqn }) => ({ resource: resourceType, fqn }));
}

function nodesOnly(nodes: readonly ParsedNode[]): ParsedFile {
  return { nodes, sources: [], exposures: [] };
}

/** Names of what is recognised and not built: files of such kinds, snapshots in property files, versioned models. */
function unbuiltTable(
  files: readonly SourceFile[],
  properties: readonly PropertySource[],
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const file of files) {
    const kind = unbuiltKind(file);
    if (kind !== null) for (const name of unbuiltNames(file)) names.set(name, kind);
  }
  for (const { properties: entries } of properties) {
    for (const entry of entries.snapshots) names.set(entry.name, 'snapshot');
    for (const entry of entries.models) if (entry.versions.length > 0) names.set(entry.name, 'versioned model');
  }
  return names;
}
