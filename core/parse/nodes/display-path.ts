/** Paths as locations hold them: relative to the root project with forward slashes, absolute when outside of it. */
import type { SourceFile } from '../source-file.js';

/** `models/a.sql`, `dbt_packages/x/macros/m.sql`, or the absolute path of a built-in macro. */
export function displayPath(file: SourceFile, projectRoot: string): string {
  const path = file.absolutePath.replaceAll('\\', '/');
  const root = `${projectRoot.replaceAll('\\', '/').replace(/\/$/, '')}/`;
  return path.startsWith(root) ? path.slice(root.length) : path;
}
