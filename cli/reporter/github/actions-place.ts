/** What a step of GitHub Actions knows of itself, read from its environment. */
import { relative } from 'node:path';
import { githubLinks, type Links, noLinks } from '../../../core/index.js';

export interface ActionsPlace {
  /** From the root of the repository to the project, forward slashes; empty when they are the same. */
  readonly projectPath: string;
  readonly links: Links;
  /** The file that the job summary is made of; null when there is none. */
  readonly summaryFile: string | null;
}

/** Outside of Actions there are no links and no summary. */
export function readActionsPlace(env: Readonly<Record<string, string | undefined>>, root: string): ActionsPlace {
  const { GITHUB_WORKSPACE: workspace = '', GITHUB_STEP_SUMMARY: summary = '' } = env;
  const projectPath = workspace === '' ? '' : relative(workspace, root).replaceAll('\\', '/');
  const { GITHUB_REPOSITORY: repository, GITHUB_SHA: sha, GITHUB_RUN_ID: runId } = env;
  const server = env.GITHUB_SERVER_URL ?? 'https://github.com';
  const links =
    repository === undefined || sha === undefined
      ? noLinks
      : githubLinks({ server, repository, sha, runId: runId ?? null, projectPath });
  return { projectPath, links, summaryFile: summary === '' ? null : summary };
}
