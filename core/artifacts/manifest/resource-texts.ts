/**
 * What writing a manifest.json may take over from an earlier one: the JSON text of each resource that is still the same
 * object. A resource is read-only, so its text belongs to it for good; what depends on more than the resource itself (its
 * primary key, when it was written, its compiled code) is in no such text.
 */

/** JSON text: as such, or encoded in UTF-8. */
export type TextPiece = string | Uint8Array;

/**
 * Keeps texts by the identity of nodes, sources, exposures and macros. A text begins with `{` and lacks its end: what
 * follows is written anew each time. Secrets are not yet hidden in it, which happens on the way to the file.
 */
export interface ResourceTexts {
  /** The text that was kept of this object; undefined when there is none. */
  readonly find: (resource: object) => TextPiece | undefined;
  /** Told of each text that had to be made. */
  readonly keep: (resource: object, text: string) => void;
}
