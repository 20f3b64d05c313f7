/**
 * The recipe of a node: a hash of all in the project that decides what is built or tested under its name, without rendering
 * it. Equal recipes and equal data give the same relation again, as long as the SQL that is rendered can be repeated. Pure.
 */
import { hash } from 'node:crypto';
import type { Manifest } from '../../manifest/manifest.js';
import { isCollection, isMapping, type Json, type JsonObject } from '../../resources/json.js';
import type { MacroResource, ManifestNode, ModelNode, UniqueId } from '../../resources/node.js';
import { findInputMentions, type InputMention, inputKey } from '../changes/input-mentions.js';
import type { Surroundings } from '../changes/read-inputs.js';
import { configWithoutEffect } from '../fingerprint.js';
import { createChangingNames } from './changing-names.js';
import { createMacroReach, type ReachedMacros } from './reached-macros.js';

/** Raised when the parts of a recipe change. */
const VERSION = 1;

export interface RecipeSetting {
  readonly manifest: Manifest;
  readonly surroundings: Surroundings;
  /** Prefixes that dispatch tries. */
  readonly prefixes: readonly string[];
  /** What else every node depends on: the version of tsdbt, flags of the project ... */
  readonly common: Json;
  /** The name of a node's relation as templates print it. */
  readonly nameOf: (id: UniqueId) => string | null;
  /** Told what recipes take from outside of the project, and for which packages: some of it more than once. */
  readonly onInputs?: (mentions: readonly InputMention[], packages: readonly string[]) => void;
}

/** A hash, with that of what all nodes share, or why there is none, as the end of a sentence: `its template uses run_query`. */
export type Recipe =
  | { readonly hash: string; readonly common: string }
  | { readonly hash: null; readonly reason: string };

/** Gives recipes of the nodes of one manifest; what nodes share is looked at once. */
export function createRecipes(setting: RecipeSetting): (node: ManifestNode) => Recipe {
  const { manifest } = setting;
  const macros = createMacroTexts(setting);
  const overriding = macros.overriding();
  const common = commonHash(setting.common);
  const known = new Map<UniqueId, Recipe>();
  const hashConfig = createConfigHash();

  const recipeOf = (node: ManifestNode): Recipe => {
    const found = known.get(node.uniqueId);
    if (found !== undefined) return found;
    // A cycle would have been an error of the graph.
    const made = make(node);
    known.set(node.uniqueId, made);
    return made;
  };

  const make = (node: ManifestNode): Recipe => {
    if (overriding.reason !== null) return { hash: null, reason: overriding.reason };
    const text = templateText(node);
    const own = macros.of(text, node.packageName);
    if (own.reason !== null) return { hash: null, reason: own.reason };
    const parents: Json[] = [];
    for (const id of node.dependsOn.nodes) {
      const parent = manifest.nodes.get(id);
      if (parent?.resourceType === 'model' && parent.config.materialized === 'ephemeral') {
        const inner = recipeOf(parent);
        if (inner.hash === null) return { hash: null, reason: `${inner.reason} (in ${parent.name})` };
        parents.push([id, inner.hash]);
      } else parents.push([id, setting.nameOf(id)]);
    }
    const readsItself = own.readsItself;
    const parts: Json = [
      ...[VERSION, overriding.hash, node.uniqueId, node.resourceType, setting.nameOf(node.uniqueId)],
      ...[node.rawCode, hashConfig(node, readsItself), ownParts(node, readsItself), own.hash, parents],
    ];
    return { hash: hashOf(plain(parts)), common };
  };
  return recipeOf;
}

/** What every recipe of a run shares. */
export function commonHash(common: Json): string {
  return hashOf(plain(common));
}

/** The node's own code and what of its config and declaration is rendered with it. */
function templateText(node: ManifestNode): string {
  const hooks = [node.config['pre-hook'], node.config['post-hook'], node.config.sql_header];
  const kwargs = node.resourceType === 'test' ? [node.testMetadata?.kwargs ?? null] : [];
  const texts = hooks.flatMap((value) => textsIn(value ?? null));
  // An argument of a test may be an expression without braces: `to: ref('orders')`.
  const expressions = kwargs.flatMap(textsIn).map((text) => `{{ ${text} }}`);
  return [node.rawCode, ...texts, ...expressions].join('\n');
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  return isCollection(value) ? Object.values(value).flatMap(textsIn) : [];
}

interface TextFacts {
  readonly hash: string;
  readonly reason: string | null;
  /** Whether templates look at the node's own declaration. */
  readonly readsItself: boolean;
}

function createMacroTexts(setting: RecipeSetting) {
  const { manifest, prefixes } = setting;
  const packages = [
    ...new Set([manifest.projectName, ...[...manifest.macros.values()].map((each) => each.packageName)]),
  ];
  const changingName = createChangingNames(packages);
  const reachOf = createMacroReach(manifest.macros, { prefixes, changingName });
  const hashes = new Map<UniqueId, string>();
  const reachedHashes = new WeakMap<ReachedMacros, string>();
  const mentionsIn = remembered((reached: ReachedMacros) => reached.texts.flatMap(findInputMentions));
  const looksIn = remembered((reached: ReachedMacros) => reached.texts.some(looksAtItself));
  const macroHash = (id: UniqueId) => {
    const made = hashes.get(id) ?? hashOf(manifest.macros.get(id)?.macroSql ?? '');
    hashes.set(id, made);
    return made;
  };
  const hashReached = (reached: ReachedMacros) => {
    const made = reachedHashes.get(reached) ?? hashOf(reached.ids.map((id) => `${id} ${macroHash(id)}`).join());
    reachedHashes.set(reached, made);
    return made;
  };
  const withInputs = (reached: ReachedMacros, mentions: readonly InputMention[], packageName: string) => {
    if (mentions.length === 0) return hashReached(reached);
    setting.onInputs?.(mentions, [packageName, ...packages]);
    const inputs = inputsText(mentions, setting.surroundings, [packageName, ...packages]);
    return hashOf(`${hashReached(reached)} ${inputs}`);
  };
  const shared = remembered((reached: ReachedMacros) =>
    rememberedText((packageName) => withInputs(reached, mentionsIn(reached), packageName)),
  );
  const of = (text: string, packageName: string): TextFacts => {
    const reached = reachOf(text);
    const changing = changingName(text) ?? reached.changing;
    const own = findInputMentions(text);
    return {
      hash:
        own.length === 0
          ? shared(reached)(packageName)
          : withInputs(reached, [...own, ...mentionsIn(reached)], packageName),
      reason: changing === null ? null : `its template uses ${changing}`,
      readsItself: looksAtItself(text) || looksIn(reached),
    };
  };
  return {
    of,
    /** Macros that may take the place of built-in ones count for every node, with what is common to all. */
    overriding: (): TextFacts => {
      const facts = of(`{{ ${overridingNames(manifest.macros, setting.prefixes).join(' ')} }}`, manifest.projectName);
      return { ...facts, hash: hashOf(`${facts.hash} ${plain(setting.common)}`) };
    },
  };
}

const INTERNAL = 'dbt';

/** Names of macros of projects and packages that hide built-in ones. The names that some give are compared as such. */
function overridingNames(macros: ReadonlyMap<UniqueId, MacroResource>, prefixes: readonly string[]): string[] {
  const all = [...macros.values()];
  const internal = new Set(all.filter(({ packageName }) => packageName === INTERNAL).map(({ name }) => name));
  return all.flatMap(({ name, packageName }) => {
    if (packageName === INTERNAL) return [];
    const prefix = prefixes.find((each) => name.startsWith(`${each}__`));
    const plainName = prefix === undefined ? name : name.slice(prefix.length + 2);
    const isSpelling = /^(?:materialization_|get_incremental_)/u.test(plainName) || internal.has(plainName);
    return isSpelling && !/^generate_\w+_name$/u.test(plainName) ? [name] : [];
  });
}

function looksAtItself(text: string): boolean {
  return /\bmodel\b|\bconfig\b(?!\s*\()/u.test(text);
}

/** The values that are mentioned, in the order of their names, as each of the packages sees them. */
export function inputsText(
  mentions: readonly InputMention[],
  { vars, env, target }: Surroundings,
  packages: readonly string[],
): string {
  const read = ({ kind, name }: InputMention): Json => {
    if (kind === 'target') return target;
    if (kind === 'env_var')
      return name === null ? Object.entries(env).map(([key, value]) => [key, value ?? null]) : (env[name] ?? null);
    return packages.map((each) =>
      name !== null
        ? (vars.get(name, each) ?? null)
        : vars.names(each).map((one): Json => [one, vars.get(one, each) ?? null]),
    );
  };
  const unique = new Map(mentions.map((mention) => [inputKey(mention), mention]));
  return plain([...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, mention]) => [key, read(mention)]));
}

/** Descriptions, tags and the like change nothing, unless templates look at them or the database keeps them. */
function ownParts(node: ManifestNode, readsItself: boolean): Json {
  const isPersisted = isMapping(node.config.persist_docs) && Object.values(node.config.persist_docs).includes(true);
  const columns = Object.values(node.columns).map(
    ({ name, dataType, quote, constraints, description, meta, tags }): Json => [
      ...[name, dataType, quote, [...constraints]],
      ...(readsItself || isPersisted ? [description, meta, [...tags]] : []),
    ],
  );
  const all: Json[] = readsItself || isPersisted ? [node.description, node.meta, [...node.tags], [...node.fqn]] : [];
  if (readsItself) all.push(...placeOf(node), ...(node.resourceType === 'model' ? modelParts(node) : []));
  if (node.resourceType === 'seed') return [...all, columns, node.checksum.name, node.contentKey];
  if (node.resourceType !== 'test') return [...all, columns];
  const { testMetadata: test, columnName, database, schema } = node;
  const declared: Json = test === null ? null : [test.namespace, test.name, test.kwargs];
  // The name of its relation tells the schema of every other node.
  return [...all, columnName, declared, database, schema];
}

function placeOf({ path, originalFilePath, patchPath, group }: ManifestNode): Json[] {
  return [path, originalFilePath, patchPath, group];
}

function modelParts({ access, constraints, version, latestVersion, deprecationDate }: ModelNode): Json[] {
  return [access, [...constraints], version, latestVersion === null ? null : String(latestVersion), deprecationDate];
}

/** Many nodes share one config. */
function createConfigHash(): (node: ManifestNode, isWhole: boolean) => string {
  const known = [new WeakMap<JsonObject, string>(), new WeakMap<JsonObject, string>()];
  return ({ config, resourceType }, isWhole) => {
    const takesAll = isWhole || resourceType === 'test';
    const cache = known[takesAll ? 1 : 0];
    const found = cache.get(config);
    if (found !== undefined) return found;
    const keys = Object.keys(config).filter((key) => key !== 'reuse' && (takesAll || !configWithoutEffect.has(key)));
    const made = hashOf(plain(keys.sort().map((key): Json => [key, config[key] ?? null])));
    cache.set(config, made);
    return made;
  };
}

/** Values that say the same in another order count as others. */
function plain(value: Json): string {
  try {
    return JSON.stringify(value);
  } catch {
    // Few hold such a number, and looking at each value takes many times as long.
    return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? `bigint ${each}` : each));
  }
}

/** Enough to tell all builds of a project apart. */
export function hashOf(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 24);
}

function remembered<K extends object, V>(work: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const found = known.get(key) ?? { value: work(key) };
    known.set(key, found);
    return found.value;
  };
}

function rememberedText(work: (key: string) => string): (key: string) => string {
  const known = new Map<string, string>();
  return (key) => {
    const found = known.get(key) ?? work(key);
    known.set(key, found);
    return found;
  };
}
