/** A repository with a project of a template on main and a change on a branch, and the programs that a runner of GitHub has. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyTemplate } from '../../../cli/project-files/copy-template.js';
import { bin, root, tempFolder, writeFiles } from '../cli.js';

export interface PullRequest {
  readonly repository: string;
  /** Of the runner: PATH, RUNNER_TEMP, GITHUB_*. */
  readonly env: Readonly<Record<string, string>>;
  /** Where the stand-in of `gh` keeps what it is told. */
  readonly ghFolder: string;
}

export interface Change {
  readonly template: string;
  /** Files that the change writes. */
  readonly files: Readonly<Record<string, string>>;
  /** Folder of the project in the repository. */
  readonly folder?: string;
}

/** Makes the repository; HEAD is the change, origin/main its base. */
export function pullRequest({ template, files, folder = '.' }: Change): PullRequest {
  const place = tempFolder();
  const [origin, repository] = [join(place, 'origin'), join(place, 'work')];
  const templates = join(root, 'project-template');
  const project = join(origin, folder);
  mkdirSync(origin);
  copyTemplate({
    from: join(templates, template),
    common: join(templates, 'common'),
    to: project,
    templateName: template,
    projectName: template,
  });
  git(origin, 'init', '-q', '-b', 'main');
  commit(origin, 'base');
  git(place, 'clone', '-q', origin, repository);
  // What came to main after the change was begun is not part of it.
  writeFiles(project, { 'README.md': 'later' });
  commit(origin, 'later');
  git(repository, 'fetch', '-q');
  git(repository, 'checkout', '-q', '-b', 'change');
  writeFiles(join(repository, folder), files);
  commit(repository, 'change');
  const ghFolder = join(place, 'gh');
  for (const name of ['gh', 'bin', 'runner']) mkdirSync(join(place, name));
  writeStandIns(join(place, 'bin'), ghFolder);
  return { repository, ghFolder, env: runnerVariables(place, repository) };
}

function runnerVariables(place: string, repository: string): Record<string, string> {
  return {
    PATH: `${join(place, 'bin')}:${process.env.PATH}`,
    HOME: place,
    RUNNER_TEMP: join(place, 'runner'),
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: repository,
    GITHUB_BASE_REF: 'main',
    GITHUB_REPOSITORY: 'me/shop',
    GITHUB_SHA: 'abcdef1234567',
    GITHUB_RUN_ID: '42',
    GITHUB_SERVER_URL: 'https://github.com',
  };
}

function git(cwd: string, ...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd, stdio: 'pipe' });
}

function commit(cwd: string, message: string): void {
  git(cwd, 'add', '-A');
  git(cwd, 'commit', '-q', '-m', message);
}

/**
 * `npm install` puts a link to the built program where it would install the package, `npx` runs that; `createdb` makes the
 * database that the server's own program would make; `gh` keeps what it is told.
 */
function writeStandIns(folder: string, ghFolder: string): void {
  const tsdbt = `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`;
  const scripts = {
    npm: `#!/bin/sh\nmkdir -p node_modules/.bin\ncat > node_modules/.bin/tsdbt <<'END'\n${tsdbt}END\nchmod 755 node_modules/.bin/tsdbt\n`,
    npx: '#!/bin/sh\nprogram="$1"; shift\nexec "./node_modules/.bin/$program" "$@"\n',
    createdb: `#!/bin/sh\nexec "${process.execPath}" "${join(import.meta.dirname, 'createdb.mjs')}" "$1"\n`,
    gh: `#!/bin/sh\necho "$*" >> "${ghFolder}/calls"\ncase "$*" in\n  *--method*) for word in "$@"; do case "$word" in body=@*) cp "\${word#body=@}" "${ghFolder}/body" ;; esac; done ;;\n  *) if [ -f "${ghFolder}/refuses" ]; then exit 1; fi; if [ -f "${ghFolder}/body" ]; then echo 7; fi ;;\nesac\n`,
  };
  for (const [name, text] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
}
