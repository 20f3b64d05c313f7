/** Where files and runs are to be seen on GitHub, from what a workflow knows of itself. Pure. */

export interface LinkFacts {
  /** `https://github.com`. */
  readonly server: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly sha: string;
  readonly runId: string | null;
  /** From the repository's root to the project, forward slashes, empty when they are the same. */
  readonly projectPath: string;
}

export interface Links {
  readonly file: (file: string, line: number | null) => string | null;
  readonly run: string | null;
}

export const noLinks: Links = { file: () => null, run: null };

/** Links that cannot leave the repository; a path outside of it has none. */
export function githubLinks({ server, repository, sha, runId, projectPath }: LinkFacts): Links {
  const isSafe =
    /^https?:\/\/[\w.:-]+$/.test(server) && /^[\w.-]+\/[\w.-]+$/.test(repository) && /^[0-9a-f]{7,64}$/i.test(sha);
  if (!isSafe) return noLinks;
  const start = `${server}/${repository}`;
  return {
    run: runId !== null && /^\d+$/.test(runId) ? `${start}/actions/runs/${runId}` : null,
    file: (file, line) => {
      const path = inRepository(projectPath, file);
      if (path === null) return null;
      const url = `${start}/blob/${sha}/${path.map(encoded).join('/')}`;
      return line === null ? url : `${url}#L${line}`;
    },
  };
}

/** The parts of a project file's path from the repository's root; null when it lies outside. */
export function inRepository(projectPath: string, file: string): readonly string[] | null {
  if (/^([/\\]|[A-Za-z]:)/.test(file)) return null;
  const parts: string[] = [];
  for (const part of `${projectPath}/${file}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts;
}

/** Parentheses would end a link of Markdown. */
function encoded(part: string): string {
  return encodeURIComponent(part).replaceAll(/[()'!*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}
