/** What is known of a relation that stands in a node's place: whether it may be replaced by one of another kind. */

export interface Ownership {
  /** `--adopt`: the selected nodes take over what stands in their way. */
  readonly isAdopting: boolean;
  /** Who says that tsdbt or dbt made the standing relation; null when nobody does. */
  readonly provenBy: 'ledger' | 'state' | null;
  /** Why the ledger could not be asked; null when it could. */
  readonly ledgerProblem: string | null;
  /** The node would take the name of the ledger itself. */
  readonly isLedger: boolean;
}

/** Of a place where nothing stands, or where no question arises. */
export const unquestioned: Ownership = { isAdopting: false, provenBy: null, ledgerProblem: null, isLedger: false };
