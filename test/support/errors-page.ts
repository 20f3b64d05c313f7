/** Makes docs/errors.md from the tables of diagnostic codes. Run as a program (`npm run docs:errors`) it writes the page. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { diagnosticCodes } from '../../core/diagnostics/codes.js';

export const errorsPagePath = join(resolve(import.meta.dirname, '../..'), 'docs/errors.md');

export function errorsPage(): string {
  const entries = Object.entries(diagnosticCodes).sort(([a], [b]) => (a < b ? -1 : 1));
  const sections = entries.map(([code, { meaning, remedy }]) => `## ${code}\n\n${meaning}\n\n${remedy}\n`);
  const opening =
    'Each error and warning of tsdbt has a code that never changes its meaning. This page is made from the tables in\n' +
    '`core/diagnostics/codes/` by `npm run docs:errors`.\n';
  return `# Errors\n\n${opening}\n${sections.join('\n')}`;
}

if (process.argv[1] === import.meta.filename) writeFileSync(errorsPagePath, errorsPage());
