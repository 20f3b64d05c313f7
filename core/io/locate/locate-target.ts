/** Finds profiles.yml, chooses profile and target, and has the adapter check the output. */
import { homedir } from 'node:os';
import path from 'node:path';
import type { Adapter, CredentialsContext } from '../../adapter/adapter.js';
import type { Location } from '../../diagnostics/diagnostic.js';
import { chooseProfile, type ProfileChoice } from '../../project/profile/choose-profile.js';
import type { Target } from '../../project/project-config.js';
import type { JsonObject } from '../../resources/json.js';
import { isFile } from './find-project-dir.js';
import type { LocateSession } from './locate-options.js';
import { type ProjectIdentity, readYamlFile, rendererOf } from './project-document.js';

const PROFILES_FILE = 'profiles.yml';

/** The target, or null when something about the profile is wrong. */
export async function locateTarget(session: LocateSession, project: ProjectIdentity): Promise<Target | null> {
  const { options } = session;
  const file = await findProfilesFile(session);
  const profileName = options.profile ?? project.profile;
  if (file !== null && profileName !== null) return targetOfProfile(session, project, { file, profileName });
  const asked = askedFor(session);
  if (asked === null) return defaultTarget(session, project);
  const message =
    file === null
      ? `${asked} was given, but there is no ${PROFILES_FILE} in ${searched(session).join(', ')}.`
      : `${asked} was given, but dbt_project.yml names no profile.`;
  session.diagnostics.push({ code: 'TSDBT_PROFILES_MISSING', severity: 'error', message });
  return null;
}

/** A flag that only makes sense with a profile. */
function askedFor({ options }: LocateSession): string | null {
  if (options.profile !== null) return `The profile \`${options.profile}\``;
  if (options.target !== null) return `The target \`${options.target}\``;
  return namedProfilesDir(options) === null ? null : 'A folder of profiles';
}

function namedProfilesDir(options: LocateSession['options']): string | null {
  return options.profilesDir ?? options.invocation.env.DBT_PROFILES_DIR ?? null;
}

function searched({ options, root }: LocateSession): string[] {
  const named = namedProfilesDir(options);
  if (named !== null) return [path.resolve(options.cwd, named)];
  const home = options.homeDir ?? homedir();
  return [...new Set([path.resolve(options.cwd), root, path.join(home, '.dbt')])];
}

async function findProfilesFile(session: LocateSession): Promise<string | null> {
  for (const folder of searched(session)) {
    const file = path.join(folder, PROFILES_FILE);
    if (await isFile(file)) return file;
  }
  return null;
}

async function targetOfProfile(
  session: LocateSession,
  project: ProjectIdentity,
  { file, profileName }: { readonly file: string; readonly profileName: string },
): Promise<Target | null> {
  const { options, diagnostics } = session;
  const document = await readYamlFile(session, file);
  if (document === null) return null;
  const request = {
    profileName,
    targetName: options.target,
    types: Object.keys(options.adapters),
    namedAt: options.profile === null ? project.profileAt : null,
  };
  const before = diagnostics.length;
  const render = rendererOf(session, { document, target: null, projectName: null, mayReadSecrets: true });
  const chosen = chooseProfile(document, request, render);
  diagnostics.push(...chosen.diagnostics);
  if (chosen.value === null || diagnostics.length > before) return null;
  return readTarget(session, project, { ...chosen.value, profilesFile: file });
}

interface ChosenOutput extends Pick<ProfileChoice, 'profileName' | 'targetName' | 'type'> {
  readonly output: JsonObject;
  readonly locate: (path: readonly string[]) => Location;
  readonly profilesFile: string | null;
}

async function readTarget(
  session: LocateSession,
  project: ProjectIdentity,
  chosen: ChosenOutput,
): Promise<Target | null> {
  const adapter: Adapter = await session.options.adapters[chosen.type].load();
  const context: CredentialsContext = {
    projectDir: session.root,
    projectName: project.name,
    locate: chosen.locate,
  };
  const { value, diagnostics } = adapter.readCredentials(chosen.output, context);
  session.diagnostics.push(...diagnostics);
  if (value === null) return null;
  const { profileName, targetName, profilesFile } = chosen;
  return { profileName, targetName, credentials: value, profilesFile };
}

/** Without a profile: a SQLite file beside dbt_project.yml. */
async function defaultTarget(session: LocateSession, project: ProjectIdentity): Promise<Target | null> {
  return readTarget(session, project, {
    profileName: project.name,
    targetName: 'default',
    type: 'sqlite',
    output: { type: 'sqlite', path: `${project.name}.sqlite` },
    locate: () => ({ file: 'dbt_project.yml', line: 1, column: 1 }),
    profilesFile: null,
  });
}
