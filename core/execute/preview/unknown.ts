/** What a preview cannot know, as an error that ends it for one node: it passes through templates like any other finding. */
import { TsdbtError } from '../../diagnostics/error.js';

const CODE = 'TSDBT_PREVIEW_UNKNOWN';

/** The error; `reason` is a sentence that says what is not known and why. */
export function previewUnknown(reason: string): TsdbtError {
  return new TsdbtError([{ code: CODE, severity: 'error', message: reason }]);
}

/** The reason when the error says that something is not known; null for every other error. */
export function unknownReason(error: unknown): string | null {
  if (!(error instanceof TsdbtError)) return null;
  return error.diagnostics.find(({ code }) => code === CODE)?.message ?? null;
}
