/**
 * Stage 0: finds the project, its profile and its packages, and reads them into one configuration. Reads files only; no
 * database is touched. Every mistake of the files is reported; with errors there is no project to run, but one whose other
 * files can be checked, as far as the names and folders of the project are known.
 */
import { type Diagnostic, hasErrors, type Outcome } from '../diagnostics/diagnostic.js';
import { createStringEngine } from '../project/context/string-engine.js';
import type { LocatedProject, ReadableProject } from '../project/project-config.js';
import { findProjectDir } from './locate/find-project-dir.js';
import type { LocateOptions, LocateSession } from './locate/locate-options.js';
import { locateTarget } from './locate/locate-target.js';
import { readIdentity, readProjectDocument } from './locate/project-document.js';
import { readProjectConfig } from './locate/read-project-config.js';

/** The project, null when anything is wrong with it; then `readable` is what `findMistakes` can go on with. */
export interface LocateOutcome extends Outcome<LocatedProject | null> {
  readonly readable: ReadableProject | null;
}

/** Locates everything. */
export async function locateProject(options: LocateOptions): Promise<LocateOutcome> {
  const found = await findProjectDir(options.cwd, options.projectDir);
  if (found.value === null) return { value: null, readable: null, diagnostics: found.diagnostics };
  const diagnostics: Diagnostic[] = [];
  const session: LocateSession = {
    options,
    root: found.value,
    engine: createStringEngine(),
    diagnostics,
    unknownNames: new Set(),
  };
  const readable = await locateIn(session);
  if (readable === null || hasErrors(diagnostics)) return { value: null, readable, diagnostics };
  const { config, target } = readable;
  return { value: { config, target }, readable: null, diagnostics };
}

async function locateIn(session: LocateSession): Promise<ReadableProject | null> {
  const document = await readProjectDocument(session);
  if (document === null) return null;
  const identity = readIdentity(session, document);
  const found = await locateTarget(session, identity);
  if (found === null) return null;
  const { target, isStandIn } = found;
  const read = await readProjectConfig(session, { document, target });
  if (read === null) return null;
  const hasUnsureConfigs = isStandIn || read.hasWrongConfigs;
  return { config: read.config, target, unknownNames: [...session.unknownNames], hasUnsureConfigs };
}
