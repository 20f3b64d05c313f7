/** Whether a difference may change what is built, loaded or tested. Where it is not sure, it may. */
import { isMapping } from '../../resources/json.js';
import { configWithoutEffect } from '../fingerprint.js';
import type { ComparableNode } from './comparable.js';
import type { ChangedPart } from './node-change.js';

/** Looks at the node as it is now. */
export function hasEffect(part: ChangedPart, names: readonly string[], node: ComparableNode): boolean {
  if (part === 'config') return names.some((name) => isBuiltFrom(name, node));
  if (part === 'properties') return usesProperties(node);
  return true;
}

/** All config of a test judges it. Tags, meta and the like count where the code may read them. */
function isBuiltFrom(key: string, node: ComparableNode): boolean {
  return node.resourceType === 'test' || !configWithoutEffect.has(key) || readsItself(node);
}

function usesProperties(node: ComparableNode): boolean {
  const { config, definition, resourceType } = node;
  const { contract, persist_docs: persisted } = config;
  const isPersisted = isMapping(persisted) && Object.values(persisted).includes(true);
  const isContract = isMapping(contract) && contract.enforced === true;
  const isLanded = resourceType === 'source' && isMapping(definition.external);
  return isPersisted || isContract || isLanded || readsItself(node);
}

/** Whether the code looks at the node's own declaration: `model.columns`, `config.get('meta')`, `graph.nodes`. */
function readsItself({ rawCode }: ComparableNode): boolean {
  return /\b(?:model|graph)\s*[.[]|\bconfig\s*\.\s*(?:meta_)?(?:get|require)\b/u.test(rawCode);
}
