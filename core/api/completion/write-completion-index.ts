/** Writes the index of shell completion beside the manifest. A convenience: what cannot be written is left out, silently. */
import { resolve } from 'node:path';
import { COMPLETION_FILE } from '../../artifacts/completion-index.js';
import { type Scrubber, scrubJson } from '../../diagnostics/scrub.js';
import { readProfileNames } from '../../io/locate/read-profile-names.js';
import { writeFileQuickly } from '../../io/write-file.js';
import type { Project } from '../load-project.js';
import { completionIndex } from './completion-index.js';

/** Replaces the file; whoever completes meanwhile reads the old one or the new one. */
export async function writeCompletionIndex(project: Project, scrub: Scrubber): Promise<void> {
  const { config, selectors, target, artifacts } = project;
  const names = { selectors: [...selectors.keys()], ...(await readProfileNames(target)) };
  const path = resolve(config.root, config.targetPath, COMPLETION_FILE);
  const about = JSON.stringify(names);
  if (artifacts?.hasCompletion(path, about) === true) return;
  const text = scrubJson(JSON.stringify(completionIndex(project.manifest, names)), scrub);
  try {
    await writeFileQuickly({ path, content: text });
    artifacts?.keepCompletion(about, text);
  } catch {
    // Completion falls back to commands and flags.
  }
}
