/**
 * The table of diagnostic codes, one literal object per area, from which docs/errors.md is generated.
 * Add a code to the file of its area under `codes/`; a code never changes its meaning.
 */
import { compareCodes } from './codes/compare.js';
import { databaseCodes } from './codes/database.js';
import { graphCodes } from './codes/graph.js';
import { projectCodes } from './codes/project.js';
import { runCodes } from './codes/run.js';
import { templateCodes } from './codes/template.js';
import { usageCodes } from './codes/usage.js';

export const diagnosticCodes = {
  ...usageCodes,
  ...projectCodes,
  ...templateCodes,
  ...graphCodes,
  ...databaseCodes,
  ...runCodes,
  ...compareCodes,
} as const;

export type DiagnosticCode = keyof typeof diagnosticCodes;
