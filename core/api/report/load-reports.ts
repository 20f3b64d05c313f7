/** What spells reports, loaded together by those who need one. */
import { toRunRecord } from '../../artifacts/run-record/to-run-record.js';
import { verdictOf } from '../../report/gate/verdict.js';
import { annotationsOf } from '../../report/github/annotations.js';
import { annotationLines } from '../../report/github/workflow-commands.js';
import { COMMENT_LIMIT, reportMarkdown, SUMMARY_LIMIT } from '../../report/markdown/report-markdown.js';
import { reportSarif } from '../../report/sarif/report-sarif.js';

export const reports = {
  toRunRecord,
  verdictOf,
  annotationsOf,
  annotationLines,
  reportMarkdown,
  reportSarif,
  COMMENT_LIMIT,
  SUMMARY_LIMIT,
} as const;

export type Reports = typeof reports;
