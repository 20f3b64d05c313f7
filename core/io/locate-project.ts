/**
 * Stage 0: finds the project, its profile and its packages, and reads them into one configuration. Reads files only; no
 * database is touched. Every mistake of the files is reported, as far as later files can still be read.
 */
import { type Diagnostic, hasErrors, type Outcome } from '../diagnostics/diagnostic.js';
import { createStringEngine } from '../project/context/string-engine.js';
import type { LocatedProject } from '../project/project-config.js';
import { findProjectDir } from './locate/find-project-dir.js';
import type { LocateOptions, LocateSession } from './locate/locate-options.js';
import { locateTarget } from './locate/locate-target.js';
import { readIdentity, readProjectDocument } from './locate/project-document.js';
import { readProjectConfig } from './locate/read-project-config.js';

/** Locates everything; null when an error leaves no project to work with. */
export async function locateProject(options: LocateOptions): Promise<Outcome<LocatedProject | null>> {
  const found = await findProjectDir(options.cwd, options.projectDir);
  if (found.value === null) return { value: null, diagnostics: found.diagnostics };
  const diagnostics: Diagnostic[] = [];
  const session: LocateSession = { options, root: found.value, engine: createStringEngine(), diagnostics };
  const located = await locateIn(session);
  return { value: hasErrors(diagnostics) ? null : located, diagnostics };
}

async function locateIn(session: LocateSession): Promise<LocatedProject | null> {
  const document = await readProjectDocument(session);
  if (document === null) return null;
  const identity = readIdentity(session, document);
  const target = await locateTarget(session, identity);
  const config = await readProjectConfig(session, { document, target });
  return target === null || config === null ? null : { config, target, diagnostics: [] };
}
