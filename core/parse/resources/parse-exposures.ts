/** Exposures: what uses the project's results. Their `depends_on` texts are calls that are evaluated as in a model. */

import type { Diagnostic, Location } from '../../diagnostics/diagnostic.js';
import { resolveConfig } from '../../project/config/resolve-config.js';
import { configLevelOf } from '../../project/properties/entry.js';
import type { ExposureProperties } from '../../project/property-file.js';
import type { Relation } from '../../resources/relation.js';
import { describe } from '../docs/describe.js';
import { mappingOf, tagsOf } from '../nodes/config/settled-config.js';
import { fqnOf } from '../nodes/identity.js';
import type { ParseContext } from '../nodes/parse-context.js';
import { renderNode } from '../nodes/render-node.js';
import type { ParsedExposure } from '../parsed-project.js';
import type { PropertySource } from '../properties/patch-table.js';

/** The exposures of one property file. */
export function parseExposures(context: ParseContext, source: PropertySource): ParsedExposure[] {
  return source.properties.exposures.map((entry) => parseExposure(context, source, entry));
}

function parseExposure(context: ParseContext, { file }: PropertySource, entry: ExposureProperties): ParsedExposure {
  const { packageName } = file;
  const fqn = fqnOf(packageName, file.searchPath, entry.name);
  const level = configLevelOf(entry);
  const resolved = resolveConfig({
    resource: 'exposure',
    project: context.setting.config,
    packageName,
    fqn,
    levels: [level],
  });
  context.diagnostics.push(...resolved.diagnostics);
  const { config, unrendered } = resolved.value;
  const description = describe(context, entry.description, packageName, entry.location);
  const references = parseDependencies(context, packageName, entry);
  return {
    resourceType: 'exposure',
    uniqueId: `exposure.${packageName}.${entry.name}`,
    name: entry.name,
    packageName,
    path: file.searchPath,
    originalFilePath: file.path,
    fqn,
    location: entry.location,
    description: description.text,
    docBlocks: description.docBlocks,
    meta: mappingOf(config.meta),
    tags: tagsOf([], config),
    type: entry.type,
    owner: entry.owner,
    label: entry.label,
    maturity: entry.maturity,
    url: entry.url,
    config,
    unrenderedConfig: unrendered,
    refs: references.refs,
    sources: references.sources,
    macros: [],
  };
}

const CALL = /^\s*(?:ref|source)\s*\(.*\)\s*$/su;
/** Characters that stand before the text when it becomes a template. */
const BRACES = '{{ '.length;

function noCall(text: string, location: Location): Diagnostic {
  return {
    code: 'TSDBT_PROPERTIES_INVALID',
    severity: 'error',
    message: `An exposure depends on ref('...') or source('...', '...'), found '${text}'.`,
    location,
  };
}

function parseDependencies(context: ParseContext, packageName: string, entry: ExposureProperties) {
  const { database, schema } = context.setting.target.credentials;
  const quoting = { database: true, schema: true, identifier: true };
  const relation: Relation = { database, schema, identifier: entry.name, quoting, type: null };
  const preview = { packageName, dict: () => ({}), relation };
  const found = entry.dependsOn.flatMap((call, index) => {
    const place = entry.locate(['depends_on', index]);
    if (!CALL.test(call)) {
      context.diagnostics.push(noCall(call, place));
      return [];
    }
    const source = { text: `{{ ${call} }}`, ...place, column: Math.max(1, place.column - BRACES) };
    return renderNode(context, source, preview).finish();
  });
  return { refs: found.flatMap(({ refs }) => refs), sources: found.flatMap(({ sources }) => sources) };
}
