/** Positions in a template's source and the error of a template that breaks the grammar. */
import type { Location } from '../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../diagnostics/error.js';
import type { TemplateSource } from '../template.js';

/** The place of an offset in the file that the source stands in. */
export function locationAt(source: TemplateSource, offset: number): Location {
  const { text } = source;
  let lines = 0;
  let lastBreak = -1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    lines++;
    lastBreak = at;
  }
  const firstColumn = source.column ?? 1;
  return {
    file: source.file,
    line: (source.line ?? 1) + lines,
    column: lastBreak === -1 ? firstColumn + offset : offset - lastBreak,
  };
}

export function syntaxError(source: TemplateSource, offset: number, message: string): TsdbtError {
  return new TsdbtError([
    { code: 'TSDBT_TEMPLATE_SYNTAX', severity: 'error', message, location: locationAt(source, offset) },
  ]);
}
