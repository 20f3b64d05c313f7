/** What a row of the ledger says of how a relation came about or a test passed, and its form as text. Pure. */
import { isMapping, type Json } from '../../resources/json.js';

export interface ReuseRow {
  /** Kind of the relation; null for a test. */
  readonly kind: string | null;
  /** The recipe that was followed; null when it is not known, or when the work was not done to its end. */
  readonly recipe: string | null;
  /** What the recipe shares with those of all nodes; null when it is not known. */
  readonly common: string | null;
  /** New with each build. */
  readonly version: string;
  /** The data version of each relation that was read, by its key; null for one that was not known. */
  readonly inputs: Readonly<Record<string, string | null>>;
  /** Why building it again may give other rows although the recipe and all inputs are the same. */
  readonly why: string | null;
  /** What the relation was left like; null for a test. */
  readonly mark: string | null;
}

/** What is written as the row's details; the database puts the mark behind it. */
export function rowText({ recipe, common, version, inputs, why }: ReuseRow): string {
  return `${JSON.stringify({ recipe, common, version, inputs, why })}\n`;
}

/** Null for a row that another version wrote, or that says nothing of this. */
export function readRow(kind: string | null, details: string): ReuseRow | null {
  const end = details.indexOf('\n');
  if (end === -1) return null;
  const value = parsed(details.slice(0, end));
  if (!isMapping(value) || typeof value.version !== 'string' || !isMapping(value.inputs)) return null;
  const mark = details.slice(end + 1);
  return {
    kind,
    recipe: typeof value.recipe === 'string' ? value.recipe : null,
    common: typeof value.common === 'string' ? value.common : null,
    version: value.version,
    inputs: Object.fromEntries(
      Object.entries(value.inputs).map(([key, version]) => [key, typeof version === 'string' ? version : null]),
    ),
    why: typeof value.why === 'string' ? value.why : null,
    mark: mark === '' ? null : mark,
  };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
