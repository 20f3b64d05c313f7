/** Reads all property files of the project: YAML, rendering with what such files may use, typed entries. */

import { hasErrors } from '../../diagnostics/diagnostic.js';
import { createYamlRenderer } from '../../project/context/yaml-renderer.js';
import { readPropertyFile } from '../../project/properties/read-property-file.js';
import { findUnbuiltFeatures } from '../../project/unbuilt-features.js';
import { parseYaml } from '../../project/yaml/parse-yaml.js';
import type { KeyPath, YamlDocument } from '../../project/yaml/yaml-document.js';
import { displayPath } from '../nodes/display-path.js';
import type { ParseContext } from '../nodes/parse-context.js';
import type { SourceFile } from '../source-file.js';
import type { PropertySource } from './patch-table.js';

/** The property files that can be read, in order; mistakes of the others are collected. */
export function readProperties(context: ParseContext, files: readonly SourceFile[]): PropertySource[] {
  const documents = files.filter((file) => file.kind === 'properties').flatMap((file) => readDocument(context, file));
  context.diagnostics.push(...findUnbuiltFeatures(documents.map(({ document }) => document)));
  return documents.map(({ file, document }) =>
    context.reuse({ kind: 'properties', of: file, run: () => readEntries(context, file, document) }),
  );
}

interface ReadDocument {
  readonly file: SourceFile;
  readonly document: YamlDocument;
}

function readDocument({ diagnostics, setting, reuse }: ParseContext, file: SourceFile): ReadDocument[] {
  const run = () => parseYaml(file.text, displayPath(file, setting.config.root));
  const parsed = reuse({ kind: 'yaml', of: file, run });
  diagnostics.push(...parsed.diagnostics);
  return hasErrors(parsed.diagnostics) ? [] : [{ file, document: parsed.value }];
}

function readEntries(context: ParseContext, file: SourceFile, document: YamlDocument): PropertySource {
  const { diagnostics, setting } = context;
  const scope = { packageName: file.packageName, lookup: context.yamlBase(file.packageName) };
  const failed: KeyPath[] = [];
  const render = createYamlRenderer({ document, engine: setting.environment, scope, diagnostics, failed });
  const read = readPropertyFile(document, render, failed);
  diagnostics.push(...read.diagnostics);
  return { file, properties: read.value };
}
