/**
 * The table of diagnostic codes, one literal object per area, from which docs/errors.md is generated.
 * Add a code to the file of its area under `codes/`; a code never changes its meaning.
 */
import { databaseCodes } from './codes/database.ts';
import { graphCodes } from './codes/graph.ts';
import { projectCodes } from './codes/project.ts';
import { runCodes } from './codes/run.ts';
import { templateCodes } from './codes/template.ts';
import { usageCodes } from './codes/usage.ts';

export const diagnosticCodes = {
  ...usageCodes,
  ...projectCodes,
  ...templateCodes,
  ...graphCodes,
  ...databaseCodes,
  ...runCodes,
} as const;

export type DiagnosticCode = keyof typeof diagnosticCodes;
