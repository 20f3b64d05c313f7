/**
 * The values from outside of the project's files that each node's templates mention, in its own code and hooks and in the
 * macros that it uses: a var may change what a node is built from without a change of any file.
 */
import type { VarLookup } from '../../project/project-config.js';
import { isCollection, type Json, type JsonObject } from '../../resources/json.js';
import type { UniqueId } from '../../resources/node.js';
import type { ComparableManifest, ComparableNode } from './comparable.js';
import { findInputMentions, type InputMention, inputKey } from './input-mentions.js';
import { createUsedMacros, hookTexts } from './used-macros.js';

/** What the values are taken from. */
export interface Surroundings {
  readonly vars: VarLookup & { readonly names: (packageName: string) => readonly string[] };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `target` as templates see it. */
  readonly target: JsonObject;
}

export type InputReader = (
  manifest: ComparableManifest,
  surroundings: Surroundings,
) => (node: ComparableNode) => JsonObject;

/** A reader for one sequence of manifests: mentions are looked for again only where code or macros are new. */
export function createInputReader(): InputReader {
  let macroTexts: readonly string[] = [];
  let mentions = new WeakMap<ComparableNode, readonly InputMention[]>();
  return (manifest, surroundings) => {
    const texts = Array.from(
      manifest.macros.values(),
      ({ uniqueId, sql, macros }) => `${uniqueId} ${macros.join()} ${sql}`,
    );
    if (texts.length !== macroTexts.length || texts.some((text, index) => text !== macroTexts[index])) {
      macroTexts = texts;
      mentions = new WeakMap();
    }
    const find = createMentionFinder(manifest);
    return (node) => {
      const found = mentions.get(node) ?? find(node);
      mentions.set(node, found);
      return found.length === 0 ? NOTHING : valuesOf(found, node.packageName, surroundings);
    };
  };
}

const NOTHING: JsonObject = {};

/** Built-in macros read the target for names, which are compared themselves. */
function createMentionFinder(manifest: ComparableManifest): (node: ComparableNode) => readonly InputMention[] {
  const own = [...manifest.macros.values()].filter(({ packageName }) => packageName !== 'dbt');
  const inMacros = new Map<UniqueId, readonly InputMention[]>();
  for (const { uniqueId, sql } of own) {
    const found = findInputMentions(sql);
    if (found.length > 0) inMacros.set(uniqueId, found);
  }
  const usedMacros = createUsedMacros(manifest, new Set(inMacros.keys()));
  return (node) => {
    const inCode = [node.rawCode, ...hookTexts(node), ...argumentTexts(node.definition)].flatMap(findInputMentions);
    const all = [...inCode, ...usedMacros(node).flatMap((id) => inMacros.get(id) ?? [])];
    return [...new Map(all.map((mention) => [inputKey(mention), mention])).values()];
  };
}

/** Arguments of a generic test are templates; they stand in its metadata as written. */
function argumentTexts({ test_metadata: metadata = null }: JsonObject): string[] {
  return textsIn(metadata);
}

function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  return isCollection(value) ? Object.values(value).flatMap(textsIn) : [];
}

function valuesOf(
  mentions: readonly InputMention[],
  packageName: string,
  { vars, env, target }: Surroundings,
): JsonObject {
  const read = ({ kind, name }: InputMention): Json => {
    if (kind === 'target') return target;
    if (kind === 'env_var') return name === null ? definedOf(env) : (env[name] ?? null);
    if (name !== null) return vars.get(name, packageName) ?? null;
    return Object.fromEntries(vars.names(packageName).map((each) => [each, vars.get(each, packageName) ?? null]));
  };
  return Object.fromEntries(mentions.map((mention) => [inputKey(mention), read(mention)]));
}

function definedOf(env: Surroundings['env']): JsonObject {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
