/** The effective config of a node: what its property entry and its `config()` calls say, put into the levels of the project. */
import type { Location } from '../../diagnostics/diagnostic.js';
import { type ConfigLevel, type HookPlaces, resolveConfig } from '../../project/config/resolve-config.js';
import type { JsonObject } from '../../resources/json.js';
import type { TemplateSource } from '../../template/template.js';
import type { NodeDraft } from './node-draft.js';
import type { ParseContext } from './parse-context.js';

export interface NodeConfig {
  readonly config: JsonObject;
  readonly unrenderedConfig: JsonObject;
  readonly hookPlaces: HookPlaces;
}

/** Config before rendering: nothing is reported, for the same is resolved again with the `config()` calls. */
export function previewConfig(context: ParseContext, draft: NodeDraft): NodeConfig {
  return resolve(context, draft, []).value;
}

/** Config over all levels; mistakes in the node's own levels are collected. */
export function settleConfig(context: ParseContext, draft: NodeDraft, calls: readonly JsonObject[]): NodeConfig {
  const { value, diagnostics } = resolve(context, draft, calls);
  context.diagnostics.push(...diagnostics.map((one) => ({ node: draft.uniqueId, ...one })));
  return value;
}

function resolve({ setting }: ParseContext, draft: NodeDraft, calls: readonly JsonObject[]) {
  const inline = calls.map((values): ConfigLevel => {
    const locate = ([key]: readonly (string | number)[]) => locateConfig(draft, String(key ?? ''));
    return { values, unrendered: values, locate, locateKey: locate };
  });
  const { value, diagnostics } = resolveConfig({
    resource: draft.particulars.resourceType,
    project: setting.config,
    packageName: draft.packageName,
    fqn: draft.fqn,
    levels: [...(draft.propertyLevel === null ? [] : [draft.propertyLevel]), ...inline],
  });
  const { config, unrendered: unrenderedConfig, hookPlaces } = value;
  return { value: { config, unrenderedConfig, hookPlaces }, diagnostics };
}

/** Where a key of a `config()` call is written, as far as the text tells. */
function locateConfig({ source, location }: NodeDraft, key: string): Location {
  if (source === null) return location;
  const name = key.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll(/[-_]/g, '[-_]');
  const found = name === '' ? null : new RegExp(`\\b${name}\\s*=|(['"])${name}\\1\\s*:`, 'u').exec(source.text);
  const at = found?.index ?? source.text.search(/\bconfig\s*\(/u);
  return at < 0 ? location : placeAt(source, at);
}

function placeAt({ text, file, line = 1, column = 1 }: TemplateSource, offset: number): Location {
  const before = text.slice(0, offset).split('\n');
  const last = before[before.length - 1];
  return { file, line: line + before.length - 1, column: last.length + (before.length === 1 ? column : 1) };
}
