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
  const { config, manifest, selectors, target } = project;
  const index = completionIndex(manifest, { selectors: [...selectors.keys()], ...(await readProfileNames(target)) });
  const path = resolve(config.root, config.targetPath, COMPLETION_FILE);
  try {
    await writeFileQuickly({ path, text: scrubJson(JSON.stringify(index), scrub) });
  } catch {
    // Completion falls back to commands and flags.
  }
}
