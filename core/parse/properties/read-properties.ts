/** Reads all property files of the project: YAML, rendering with what such files may use, typed entries. */

import { type Diagnostic, hasErrors } from '../../diagnostics/diagnostic.js';
import { createYamlRenderer } from '../../project/context/yaml-renderer.js';
import { readPropertyFile } from '../../project/properties/read-property-file.js';
import { type FeatureUse, featureWarnings, findUnbuiltFeatures } from '../../project/unbuilt-features.js';
import { parseYaml } from '../../project/yaml/parse-yaml.js';
import type { KeyPath, YamlDocument } from '../../project/yaml/yaml-document.js';
import { displayPath } from '../nodes/display-path.js';
import type { ParseContext } from '../nodes/parse-context.js';
import type { StepForm } from '../reuse/step.js';
import type { SourceFile } from '../source-file.js';
import type { PropertySource } from './patch-table.js';
import { outlineForm, partsOf } from './property-outline.js';

/** The property files that can be read, in order; mistakes of the others are collected. */
export function readProperties(context: ParseContext, files: readonly SourceFile[]): PropertySource[] {
  const sources = files.filter((file) => file.kind === 'properties');
  const read = sources.map((file) => ({ file, ...readDocument(context, file) }));
  const usable = read.filter(({ diagnostics }) => !hasErrors(diagnostics));
  context.diagnostics.push(...read.flatMap(({ diagnostics }) => diagnostics));
  context.diagnostics.push(...featureWarnings(usable.flatMap(({ uses }) => uses)));
  return usable.map(({ file, document }) => {
    const run = () => readEntries(context, file, document());
    return context.reuse({ kind: 'properties', of: file, run, form: outlineForm(file), parts: partsOf });
  });
}

interface ReadDocument {
  readonly diagnostics: readonly Diagnostic[];
  /** Uses of what tsdbt does not build. */
  readonly uses: readonly FeatureUse[];
  readonly document: () => YamlDocument;
}

function readDocument({ setting, reuse }: ParseContext, file: SourceFile): ReadDocument {
  const run = (): ReadDocument => {
    const { value, diagnostics } = parseYaml(file.text, displayPath(file, setting.config.root));
    const uses = hasErrors(diagnostics) ? [] : findUnbuiltFeatures(value);
    return { diagnostics, uses, document: () => value };
  };
  return reuse({ kind: 'yaml', of: file, run, form: documentForm });
}

/** The document itself is parsed again when an entry of it is read. */
const documentForm: StepForm<ReadDocument> = {
  toPlain: ({ diagnostics, uses }) => ({ diagnostics, uses }),
  fromPlain: (plain, again) => {
    let read: ReadDocument | null = null;
    const document = () => {
      read ??= again();
      return read.document();
    };
    return { ...(plain as Pick<ReadDocument, 'diagnostics' | 'uses'>), document };
  },
};

function readEntries(context: ParseContext, file: SourceFile, document: YamlDocument): PropertySource {
  const { diagnostics, setting } = context;
  const scope = { packageName: file.packageName, lookup: context.yamlBase(file.packageName) };
  const failed: KeyPath[] = [];
  const render = createYamlRenderer({ document, engine: setting.environment, scope, diagnostics, failed });
  const read = readPropertyFile(document, render, failed);
  diagnostics.push(...read.diagnostics);
  return { file, properties: read.value };
}
