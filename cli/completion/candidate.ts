/** What a shell is offered. */

export interface Candidate {
  readonly value: string;
  readonly description?: string;
}

/** Words to choose from, or that the shell itself shall offer files or folders. */
export type Offer =
  | { readonly kind: 'words'; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'files' }
  | { readonly kind: 'folders' };

/** Words without descriptions. */
export function wordsOf(values: readonly string[]): Offer {
  return { kind: 'words', candidates: values.map((value) => ({ value })) };
}
