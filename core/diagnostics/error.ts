/**
 * The one Error class: it carries diagnostics to the nearest place that collects them.
 * A stage throws it only where it cannot go on; callers turn it back into data.
 */
import type { Diagnostic } from './diagnostic.js';

export class TsdbtError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[], options?: { cause?: unknown }) {
    super(diagnostics.map((diagnostic) => diagnostic.message).join('\n'), options);
    this.name = 'TsdbtError';
    this.diagnostics = diagnostics;
  }
}
