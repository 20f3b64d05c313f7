/** A report as GitHub's Markdown: the verdict first, then by importance, within the length that the place takes. */
import type { Links } from '../links.js';
import type { Report } from '../report.js';
import { fitToLimit } from './fit-to-limit.js';
import { code } from './inline.js';
import { changedSection, destructiveSection } from './sections/changes.js';
import { failureSection, skippedSection } from './sections/failures.js';
import { headOf } from './sections/head.js';
import { nodeSection } from './sections/nodes.js';
import { rowSection, valueSection } from './sections/rows.js';
import { slowestSection } from './sections/slowest.js';
import { failingTestSection, warningSection } from './sections/tests.js';

/** Characters of a comment, bytes of a job summary; a little is left for what a workflow adds. */
export const COMMENT_LIMIT = 65_000;
export const SUMMARY_LIMIT = 1_048_000;

export interface MarkdownOptions {
  readonly links: Links;
  /** Bytes. */
  readonly limit: number;
}

/** The whole text, with a line break at its end. Secrets are still in it. */
export function reportMarkdown(report: Report, { links, limit }: MarkdownOptions): string {
  const { run, base } = report;
  const sections = [
    ...(base === null ? [] : [destructiveSection(base, links)]),
    failureSection(run, links),
    failingTestSection(run, links),
    skippedSection(run),
    ...(base === null ? [] : [changedSection(base, links), rowSection(base), valueSection(base)]),
    warningSection(run, links),
    slowestSection(run),
    nodeSection(run),
  ];
  return `${fitToLimit(headOf(report), sections, footOf(report), { limit: limit - 1, wholeUrl: links.run })}\n`;
}

function footOf({ run, base }: Report): string {
  const { tsdbt_version: version, generated_at: at } = run.metadata;
  const against = base === null ? '' : ` against the base of ${code(base.run.metadata.generated_at)}`;
  return `<sub>Run of ${code(at)}${against}, tsdbt ${code(version)}.</sub>`;
}
