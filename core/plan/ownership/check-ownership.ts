/**
 * The rule of what a node may replace, applied before its first step: the same kind, as ever; another kind only when the
 * ledger or a manifest says that it was made by tsdbt or dbt, or when the user says so with --adopt.
 */
import type { DiagnosticCode } from '../../diagnostics/codes.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../diagnostics/error.js';
import type { Holding, Relation, RelationState, RelationType } from '../../resources/relation.js';
import type { NodeFacts } from '../materializations/node-facts.js';
import type { Ownership } from './ownership.js';
import { relationKindWords } from './relation-kind-words.js';

export interface Place {
  readonly node: Pick<NodeFacts['node'], 'uniqueId' | 'location'>;
  readonly target: Relation;
  readonly state: RelationState;
  readonly ownership: Ownership;
  readonly dialect: Pick<NodeFacts['dialect'], 'renderRelation'>;
  /** The kind that the node makes. */
  readonly wanted: 'table' | 'view';
  /** False when the node keeps a relation of the same kind and only changes its rows. */
  readonly isReplacing: boolean;
}

/** Throws a TsdbtError when the node may not have the place. */
export function checkOwnership(place: Place): void {
  const { state, wanted, ownership } = place;
  if (ownership.isLedger) throw reservedName(place);
  if (state.presence !== 'present') return;
  const { type, holding } = state;
  if (type === wanted && !place.isReplacing) return;
  if (holding?.isPartitioned === true) throw wrongType(place, 'partitioned table');
  if (type === 'external' || type === 'cte') throw wrongType(place, relationKindWords[type]);
  const isProven = type !== 'materialized_view' && ownership.provenBy !== null;
  if (type !== wanted && !ownership.isAdopting && !isProven) throw notOurs(place, type, holding);
  if (holding?.mayReplace === false) throw otherOwner(place, type, holding);
}

function wrongType(place: Place, word: string): TsdbtError {
  return refusal(
    place,
    'TSDBT_RELATION_WRONG_TYPE',
    `${nameOf(place)} is a ${word}; ${place.node.uniqueId} does not replace it.`,
    'Drop or rename it, or change the alias of the node.',
  );
}

function notOurs(place: Place, type: RelationType, holding: Holding | undefined): TsdbtError {
  const { node, wanted, ownership } = place;
  const owner = holding === undefined ? '' : ` of the role ${holding.owner}`;
  const doubt =
    ownership.ledgerProblem === null
      ? 'nothing says that tsdbt made it'
      : `the ledger cannot say who made it (${ownership.ledgerProblem})`;
  return refusal(
    place,
    'TSDBT_RELATION_NOT_OURS',
    `${nameOf(place)} is a ${relationKindWords[type]}${owner} and ${doubt}; ${node.uniqueId}, a ${wanted}, did not replace it.`,
    'Rename or drop it; or run with --adopt to replace it, or with --state DIR if dbt made it.',
  );
}

function otherOwner(place: Place, type: RelationType, holding: Holding): TsdbtError {
  return refusal(
    place,
    'TSDBT_RELATION_OWNER',
    `${nameOf(place)} is a ${relationKindWords[type]} that belongs to the role ${holding.owner}; the connected role may not replace it for ${place.node.uniqueId}.`,
    `Let ${holding.owner} drop it or change its owner, or run as a member of ${holding.owner}.`,
  );
}

function reservedName(place: Place): TsdbtError {
  return refusal(
    place,
    'TSDBT_RELATION_WRONG_TYPE',
    `${nameOf(place)} is the table in which tsdbt records what it made; ${place.node.uniqueId} cannot have its name.`,
    'Give the node another alias.',
  );
}

function nameOf({ dialect, target }: Place): string {
  return dialect.renderRelation(target);
}

function refusal({ node }: Place, code: DiagnosticCode, message: string, hint: string): TsdbtError {
  const { uniqueId, location } = node;
  const diagnostic: Diagnostic = { code, severity: 'error', message, hint, location, node: uniqueId };
  return new TsdbtError([diagnostic]);
}
