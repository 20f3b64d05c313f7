/** What two resources may not share: a unique id, a name that `ref` means, a relation in the database. */
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { ParsedNode } from '../parse/parsed-project.js';
import type { ResourceCore } from '../resources/node.js';
import type { Relation } from '../resources/relation.js';

type Declared = Pick<ResourceCore, 'uniqueId' | 'name' | 'packageName' | 'originalFilePath' | 'location'> & {
  readonly resourceType: string;
};

/** One error per resource whose unique id is taken already. */
export function findDuplicateIds(declared: Iterable<Declared>): Diagnostic[] {
  return collisions(
    declared,
    (one) => one.uniqueId,
    (first, second) => ({
      code: 'TSDBT_NAME_DUPLICATE',
      severity: 'error',
      message: `Two ${plural(second.resourceType)} are named '${second.name}': in ${first.originalFilePath} and in ${second.originalFilePath}.`,
      hint: duplicateHint(second),
    }),
  );
}

/** One error per model, seed or snapshot of a package whose name means another one too. */
export function findAmbiguousNames(nodes: Iterable<ParsedNode>): Diagnostic[] {
  const refable = [...nodes].filter((node) => node.resourceType === 'model' || node.resourceType === 'seed');
  return collisions(
    refable,
    (node) => `${node.packageName}.${node.name}`,
    (first, second) => {
      if (first.uniqueId === second.uniqueId) return null;
      return {
        code: 'TSDBT_NAME_DUPLICATE',
        severity: 'error',
        message: `ref('${second.name}') could mean the ${first.resourceType} in ${first.originalFilePath} or the ${second.resourceType} in ${second.originalFilePath}.`,
        hint: 'Rename one of them.',
      };
    },
  );
}

/** One error per node whose relation is another node's. `keyOf` gives null for nodes without a relation. */
export function findCollidingRelations(
  nodes: Iterable<ParsedNode>,
  keyOf: (node: ParsedNode) => string | null,
): Diagnostic[] {
  return collisions(nodes, keyOf, (first, second) => {
    if (first.uniqueId === second.uniqueId) return null;
    return {
      code: 'TSDBT_RELATION_DUPLICATE',
      severity: 'error',
      message: `The ${describe(first)} and the ${describe(second)} would both be the relation ${second.relationName}.`,
      hint: 'Give one of them another name, `alias` or `schema`.',
    };
  });
}

/** The same key means the same object of the database. No name holds the character NUL. */
export function relationKey(relation: Relation, fold: (name: string, isQuoted: boolean) => string): string {
  const { quoting } = relation;
  const part = (name: string | null, isQuoted: boolean) => (name === null ? '' : `.${fold(name, isQuoted)}`);
  const database = part(relation.database, quoting.database);
  const schema = part(relation.schema, quoting.schema);
  return `${database}\0${schema}\0${part(relation.identifier, quoting.identifier)}`;
}

function collisions<T extends Declared>(
  declared: Iterable<T>,
  keyOf: (one: T) => string | null,
  report: (first: T, second: T) => Diagnostic | null,
): Diagnostic[] {
  const firsts = new Map<string, T>();
  const diagnostics: Diagnostic[] = [];
  for (const one of declared) {
    const key = keyOf(one);
    if (key === null) continue;
    const first = firsts.get(key);
    if (first === undefined) {
      firsts.set(key, one);
      continue;
    }
    const found = report(first, one);
    if (found === null) continue;
    const notes = [{ message: `The other ${first.resourceType}.`, location: first.location }];
    diagnostics.push({ ...found, location: one.location, node: one.uniqueId, notes });
  }
  return diagnostics;
}

function describe(node: Declared): string {
  return `${node.resourceType} '${node.name}' (${node.originalFilePath})`;
}

function plural(resourceType: string): string {
  return resourceType === 'analysis' ? 'analyses' : `${resourceType}s`;
}

function duplicateHint(second: Declared): string {
  if (second.resourceType === 'test') return 'Remove one of them, or give one another `name`.';
  return 'Rename or remove one of them.';
}
