/** The effective config of a node: what its property entry and its `config()` calls say, put into the levels of the project. */
import type { Location, Outcome } from '../../../diagnostics/diagnostic.js';
import { type ConfigLevel, resolveConfig, treePlaceOf } from '../../../project/config/resolve-config.js';
import type { JsonObject } from '../../../resources/json.js';
import type { TemplateSource } from '../../../template/template.js';
import { plainText } from '../../reuse/look-ups.js';
import type { NodeDraft } from '../node-draft.js';
import type { ParseContext } from '../parse-context.js';
import type { NodeConfig } from './settled-config.js';

/** Config before rendering: nothing is reported, for the same is resolved again with the `config()` calls. */
export function previewConfig(context: ParseContext, draft: NodeDraft): NodeConfig {
  return resolve(context, draft, []).value;
}

/** Config over all levels; mistakes in the node's own levels are collected. */
export function settleConfig(context: ParseContext, draft: NodeDraft, calls: readonly JsonObject[]): NodeConfig {
  const { value, diagnostics } = resolve(context, draft, calls);
  if (diagnostics.length === 0) return value;
  context.diagnostics.push(...diagnostics.map((one) => ({ node: draft.uniqueId, ...one })));
  return value;
}

/** Nodes whose levels say the same have one config; hooks in the node's own levels have places of their own. */
function resolve(context: ParseContext, draft: NodeDraft, calls: readonly JsonObject[]): Outcome<NodeConfig> {
  const { configs } = context.memory;
  const key = keyOf(context, draft, calls);
  const known = configs.get(key);
  if (known !== undefined) return { value: known, diagnostics: [] };
  const resolved = resolveAnew(context, draft, calls);
  const levels = draft.propertyLevel === null ? calls : [draft.propertyLevel.values, ...calls];
  if (resolved.diagnostics.length === 0 && !levels.some(hasHooks)) configs.set(key, resolved.value);
  return resolved;
}

/** All that the config comes from, as text. */
function keyOf({ setting }: ParseContext, draft: NodeDraft, calls: readonly JsonObject[]): string {
  const { propertyLevel: level, packageName, fqn, particulars } = draft;
  const own = level === null || (isEmpty(level.values) && isEmpty(level.unrendered)) ? '' : plainText(level);
  const called = calls.length === 0 ? '' : plainText(calls);
  const { resourceType: resource } = particulars;
  const place = treePlaceOf({ resource, project: setting.config, packageName, fqn });
  return [resource, packageName, place.length === 0 ? '' : JSON.stringify(place), own, called].join('\0');
}

function hasHooks(values: JsonObject): boolean {
  return Object.keys(values).some((key) => /^(?:pre|post)[-_]hook$/u.test(key));
}

function isEmpty(values: JsonObject): boolean {
  return Object.keys(values).length === 0;
}

function resolveAnew({ setting }: ParseContext, draft: NodeDraft, calls: readonly JsonObject[]): Outcome<NodeConfig> {
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
