/** The answer of a comparison: which nodes differ, in what, and whether that can matter to what is built. */
import type { UniqueId } from '../../resources/node.js';

/**
 * What of a node may differ:
 * - `body`: the code as written
 * - `data`: the file of a seed
 * - `config`: the effective config; names are its keys
 * - `macros`: macros that it uses are new, gone or written anew; names are their ids
 * - `inputs`: vars or environment variables; names are theirs
 * - `relation`: the name in the database, whichever of config, target or `generate_*_name` macros changed it
 * - `parents`: what its references mean; names are the ids that came or went
 * - `definition`: what a source or data test is declared as; names are the keys
 * - `properties`: names are `description` and `columns.<name>`
 */
export type ChangedPart =
  | 'body'
  | 'data'
  | 'config'
  | 'macros'
  | 'inputs'
  | 'relation'
  | 'parents'
  | 'definition'
  | 'properties';

export interface ChangeReason {
  readonly part: ChangedPart;
  readonly names: readonly string[];
  /** Whether it may change what is built, loaded or tested; a description does not. */
  readonly hasEffect: boolean;
}

export interface NodeChange {
  readonly id: UniqueId;
  readonly kind: 'new' | 'removed' | 'changed';
  /** Empty when the node is new or removed. */
  readonly reasons: readonly ChangeReason[];
  /** True for new and removed nodes. */
  readonly hasEffect: boolean;
}
