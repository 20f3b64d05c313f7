/** Turns the references of parsed resources into edges, and says which of them lead nowhere. */
import type { Diagnostic, Location } from '../diagnostics/diagnostic.js';
import { didYouMean } from '../diagnostics/did-you-mean.js';
import type { ParsedExposure, ParsedNode } from '../parse/parsed-project.js';
import type { RefCall, SourceCall, SourceNode, UniqueId } from '../resources/node.js';
import { type Resolution, type Resolver, refKey, sourceKey } from './resolve/resolver.js';

/** What is looked at of a node that `ref` or `source` leads to. */
type Referable = Pick<ParsedNode | SourceNode, 'uniqueId' | 'name' | 'packageName' | 'originalFilePath' | 'location'>;

export interface Resolvers {
  readonly refs: Resolver<Referable & Pick<ParsedNode, 'group'>>;
  readonly sources: Resolver<Referable>;
  /** Names that tsdbt knows and does not build, with their kind. */
  readonly unbuilt: ReadonlyMap<string, string>;
}

export interface Edges {
  readonly parents: readonly UniqueId[];
  readonly diagnostics: readonly Diagnostic[];
  /** Whether every reference was found. */
  readonly isComplete: boolean;
}

/**
 * Parents in dbt's order: sources, then nodes. A test whose node is missing only warns, and one whose node is disabled
 * says nothing: both are put aside. Everything else is an error.
 */
export function resolveEdges(from: ParsedNode | ParsedExposure, resolvers: Resolvers): Edges {
  const parents: UniqueId[] = [];
  const diagnostics: Diagnostic[] = [];
  let isComplete = true;
  const lose = (target: Exclude<Resolution<Referable>, { kind: 'found' }>, lost: Lost) => {
    isComplete = false;
    if (target.kind === 'missing') diagnostics.push(missing(from, lost, hintFor(lost, target.suggestions)));
    else if (from.resourceType !== 'test') diagnostics.push(disabled(from, lost, target.node));
  };
  for (const call of from.sources) {
    const target = resolvers.sources.resolve(sourceKey(call), null, from.packageName);
    if (target.kind === 'found') parents.push(target.node.uniqueId);
    else lose(target, lostSource(call));
  }
  for (const call of from.refs) {
    const target = resolvers.refs.resolve(refKey(call), call.package, from.packageName);
    if (target.kind === 'found') parents.push(target.node.uniqueId);
    else lose(target, lostRef(call, resolvers.unbuilt.get(call.name)));
  }
  return { parents: parents.length < 2 ? parents : Array.from(new Set(parents)), diagnostics, isComplete };
}

/** A call in words. */
interface Lost {
  readonly code: 'TSDBT_REF_MISSING' | 'TSDBT_SOURCE_MISSING';
  readonly words: string;
  /** What `unbuilt` may say about it. */
  readonly unbuiltKind: string | undefined;
  readonly location: Location | undefined;
}

function lostRef(call: RefCall, unbuiltKind: string | undefined): Lost {
  const inPackage = call.package === null ? '' : ` in the package '${call.package}'`;
  const inVersion = call.version === null ? '' : ` with the version '${call.version}'`;
  const words = `a node named '${call.name}'${inPackage}${inVersion}`;
  return { code: 'TSDBT_REF_MISSING', words, unbuiltKind, location: call.location };
}

function lostSource(call: SourceCall): Lost {
  const words = `a source named '${call.source}.${call.table}'`;
  return { code: 'TSDBT_SOURCE_MISSING', words, unbuiltKind: undefined, location: call.location };
}

function hintFor(lost: Lost, suggestions: readonly string[]): string | undefined {
  if (lost.unbuiltKind === undefined) return didYouMean(suggestions);
  return `It is a ${lost.unbuiltKind}, which tsdbt does not build yet.`;
}

function missing(from: ParsedNode | ParsedExposure, lost: Lost, hint: string | undefined): Diagnostic {
  const isTest = from.resourceType === 'test';
  const consequence = isTest ? '; the test is not run' : '';
  return {
    code: lost.code,
    severity: isTest ? 'warning' : 'error',
    message: `${describe(from)} depends on ${lost.words}, which was not found${consequence}.`,
    location: lost.location ?? from.location,
    node: from.uniqueId,
    ...(hint === undefined ? {} : { hint }),
  };
}

function disabled(from: ParsedNode | ParsedExposure, lost: Lost, target: Referable): Diagnostic {
  return {
    code: 'TSDBT_REF_DISABLED',
    severity: 'error',
    message: `${describe(from)} depends on ${lost.words}, which is disabled.`,
    location: lost.location ?? from.location,
    node: from.uniqueId,
    hint: `Enable it (${target.originalFilePath}) or disable this ${from.resourceType} too.`,
    notes: [{ message: 'The disabled one.', location: target.location }],
  };
}

function describe(from: ParsedNode | ParsedExposure): string {
  const type = from.resourceType.slice(0, 1).toUpperCase() + from.resourceType.slice(1);
  return `${type} '${from.name}' (${from.originalFilePath})`;
}
