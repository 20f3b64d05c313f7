/**
 * Models by themselves, beside a project of which nothing else has changed: what one file gives depends on no other file but
 * macros, docs blocks and the property file that describes it. In: the options of the project. Out: the node as parsed.
 */
import type { TemplateEnvironment } from '../template/template.js';
import { parseDocs } from './docs/parse-docs.js';
import type { TestContext } from './generic-tests/parse-generic-tests.js';
import { parseMacros } from './macros/parse-macros.js';
import { baseContexts } from './nodes/base-contexts.js';
import { environmentFor, openParse, settingOf } from './open-parse.js';
import type { ParseOptions } from './parse-options.js';
import type { ParsedNode } from './parsed-project.js';
import { createPatchTable } from './properties/patch-table.js';
import { readProperties } from './properties/read-properties.js';
import { parseCodeFile } from './resources/parse-code-file.js';
import type { SourceFile } from './source-file.js';

type ParsedModel = Extract<ParsedNode, { readonly resourceType: 'model' }>;

export interface EditedModel {
  readonly node: ParsedModel;
  /** Keys of what it looked up. */
  readonly lookUps: readonly string[];
}

export interface ModelParser {
  /** Parses a model with the property file that describes it, if any. */
  readonly parse: (file: SourceFile, described: SourceFile | null) => EditedModel | null;
  /** The macros of the project. */
  readonly environment: TemplateEnvironment;
}

/**
 * A parser of single models. It gives null for one of which anything is to be said, that says something itself, or that comes
 * out differently each time. The macros are read once.
 */
export function createModelParser({ store: _, ...options }: ParseOptions): ModelParser {
  const { config, files } = options;
  let hasSaid = false;
  const say = () => {
    hasSaid = true;
  };
  const opening = openParse({ ...options, sink: { log: say, print: say, warn: say } });
  const macros = parseMacros([...options.internalMacros, ...files], config.root, opening.reuse);
  const docs = parseDocs(files, config.root, opening.reuse);
  const setting = settingOf(options, environmentFor(options, macros.value, opening));
  const context: TestContext = { setting, ...baseContexts(setting, opening.tracker), docs: docs.value, ...opening };
  const parse: ModelParser['parse'] = (file, described) => {
    const patches = createPatchTable(described === null ? [] : readProperties(context, [described]));
    const known = opening.diagnostics.length;
    hasSaid = false;
    const { value: node, trace } = opening.tracker.trace(() => parseCodeFile(context, file, patches));
    const isSilent = !hasSaid && opening.diagnostics.length === known;
    if (!isSilent || !trace.isRepeatable || node.resourceType !== 'model') return null;
    return { node, lookUps: trace.lookUps };
  };
  return { parse, environment: setting.environment };
}
