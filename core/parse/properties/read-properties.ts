/** Reads all property files of the project: YAML, rendering with what such files may use, typed entries. */

import { hasErrors } from '../../diagnostics/diagnostic.js';
import { createYamlRenderer } from '../../project/context/yaml-renderer.js';
import { readPropertyFile } from '../../project/properties/read-property-file.js';
import { parseYaml } from '../../project/yaml/parse-yaml.js';
import { displayPath } from '../nodes/display-path.js';
import type { ParseContext } from '../nodes/parse-context.js';
import type { SourceFile } from '../source-file.js';
import type { PropertySource } from './patch-table.js';

/** The property files that can be read, in order; mistakes of the others are collected. */
export function readProperties(context: ParseContext, files: readonly SourceFile[]): PropertySource[] {
  return files.filter((file) => file.kind === 'properties').flatMap((file) => readOne(context, file));
}

function readOne(context: ParseContext, file: SourceFile): PropertySource[] {
  const { diagnostics, setting } = context;
  const parsed = parseYaml(file.text, displayPath(file, setting.config.root));
  diagnostics.push(...parsed.diagnostics);
  if (hasErrors(parsed.diagnostics)) return [];
  const scope = { packageName: file.packageName, lookup: context.yamlBase(file.packageName) };
  const render = createYamlRenderer({ document: parsed.value, engine: setting.environment, scope, diagnostics });
  const read = readPropertyFile(parsed.value, render);
  diagnostics.push(...read.diagnostics);
  return [{ file, properties: read.value }];
}
