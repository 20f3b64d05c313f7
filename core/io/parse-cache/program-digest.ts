/** Which program this is: what one build has kept of a project, another one does not take up. */
import { versions } from 'node:process';

/** Put in by the build: a digest of all of its code. */
declare const BUILD_DIGEST: string | undefined;

/** The build that this module is part of, and what runs it; null where it runs from its sources, which tell nothing of themselves. */
export function programDigest(): string | null {
  return typeof BUILD_DIGEST === 'string' ? `${BUILD_DIGEST} ${versions.node}` : null;
}
