/** Paths as locations hold them: relative to the root project with forward slashes, absolute when outside of it. */
import type { SourceFile } from '../source-file.js';

/** `models/a.sql`, `dbt_packages/x/macros/m.sql`, or the absolute path of a built-in macro. */
export function displayPath(file: SourceFile, projectRoot: string): string {
  const path = withSlashes(file.absolutePath);
  const root = withSlashes(projectRoot);
  const end = root.endsWith('/') ? root.length - 1 : root.length;
  return path[end] === '/' && path.startsWith(end === root.length ? root : root.slice(0, end))
    ? path.slice(end + 1)
    : path;
}

function withSlashes(path: string): string {
  return path.includes('\\') ? path.replaceAll('\\', '/') : path;
}
