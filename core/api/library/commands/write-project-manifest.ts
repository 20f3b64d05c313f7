/** manifest.json for programs. */
import { writeManifest } from '../../write-artifacts.js';
import { loadedOf } from '../loaded.js';
import { toTsdbtError } from '../to-error.js';
import type { Project } from '../types/project.js';

/** Answers the path, relative to the project. */
export async function writeProjectManifest(project: Project): Promise<string> {
  const { project: loaded, scrub } = loadedOf(project);
  try {
    return await writeManifest(loaded, scrub);
  } catch (error) {
    throw toTsdbtError(error, scrub);
  }
}
