/** A bound on how deeply a template may nest where no parser counts: chains of operators, of filters. */
import { TsdbtError } from '../../diagnostics/error.js';
import type { TemplateSource } from '../template.js';
import { locationAt } from './syntax-error.js';

/** Runs work that walks a syntax tree, or has it walked by JavaScript's own compiler, and names the template that is too deep for it. */
export function withinStack<T>(source: TemplateSource, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = 'this template has an expression or a tag that is nested too deeply or goes on for too long';
    throw new TsdbtError([
      { code: 'TSDBT_TEMPLATE_LIMIT', severity: 'error', message, location: locationAt(source, 0) },
    ]);
  }
}
