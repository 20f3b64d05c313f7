/**
 * Finds profiles.yml, chooses profile and target, and has the adapter check the output. Where something of that is wrong, a
 * stand-in takes the target's place, with which the rest of the project can be checked and nothing can run.
 */
import { homedir } from 'node:os';
import path from 'node:path';
import type { Adapter, CredentialsContext } from '../../adapter/adapter.js';
import type { Location, Outcome } from '../../diagnostics/diagnostic.js';
import { chooseProfile, type ProfileChoice } from '../../project/profile/choose-profile.js';
import { standInOutput } from '../../project/profile/stand-in-output.js';
import type { Target } from '../../project/project-config.js';
import { withoutFollowUps } from '../../project/schema/without-follow-ups.js';
import type { YamlDocument } from '../../project/yaml/yaml-document.js';
import type { JsonObject } from '../../resources/json.js';
import { isFile } from './find-project-dir.js';
import type { LocateSession } from './locate-options.js';
import { type ProjectIdentity, readYamlFile, rendererOf } from './project-document.js';

const PROFILES_FILE = 'profiles.yml';

/** The target, or a stand-in when something about the profile is wrong, which is reported; null when there is neither. */
export async function locateTarget(session: LocateSession, project: ProjectIdentity): Promise<FoundTarget | null> {
  const { options } = session;
  if (options.connection != null) return targetOfConnection(session, project, options.connection);
  const file = await findProfilesFile(session);
  const profileName = options.profile ?? project.profile;
  const document = file !== null && profileName !== null ? await readYamlFile(session, file) : null;
  const target =
    file !== null && profileName !== null
      ? document === null
        ? null
        : await targetOfProfile(session, project, { file, profileName, document })
      : await targetWithoutProfile(session, project, file);
  if (target !== null) return { target, isStandIn: false };
  const standIn = await standInTarget(session, project, document);
  return standIn === null ? null : { target: standIn, isStandIn: true };
}

/** A target that a program gives; nothing of it is rendered. */
async function targetOfConnection(
  session: LocateSession,
  project: ProjectIdentity,
  output: JsonObject,
): Promise<FoundTarget | null> {
  const { options, diagnostics } = session;
  const { type } = output;
  const types = Object.keys(options.adapters);
  if (typeof type !== 'string' || !types.includes(type)) {
    const found = type === undefined ? 'has no `type`' : `has the type ${JSON.stringify(type)}`;
    const message = `The connection ${found}; expected one of ${types.join(', ')}.`;
    diagnostics.push({ code: 'TSDBT_ADAPTER_UNKNOWN', severity: 'error', message });
    return null;
  }
  const read = await readTarget(session, project, {
    profileName: options.profile ?? project.profile ?? project.name,
    targetName: options.target ?? 'default',
    type,
    output,
    locate: (path) => ({ ...NOWHERE, file: ['connection', ...path].join('.') }),
    profilesFile: null,
  });
  diagnostics.push(...read.diagnostics);
  return read.value === null ? null : { target: read.value, isStandIn: false };
}

export interface FoundTarget {
  readonly target: Target;
  readonly isStandIn: boolean;
}

async function targetWithoutProfile(
  session: LocateSession,
  project: ProjectIdentity,
  file: string | null,
): Promise<Target | null> {
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
    if (isFile(file)) return file;
  }
  return null;
}

async function targetOfProfile(
  session: LocateSession,
  project: ProjectIdentity,
  { file, profileName, document }: { readonly file: string; readonly profileName: string; document: YamlDocument },
): Promise<Target | null> {
  const { options, diagnostics } = session;
  const request = {
    profileName,
    targetName: options.target,
    types: Object.keys(options.adapters),
    namedAt: options.profile === null ? project.profileAt : null,
  };
  const { render, failed } = rendererOf(session, { document, target: null, projectName: null, mayReadSecrets: true });
  const chosen = chooseProfile(document, request, render);
  diagnostics.push(...withoutFollowUps(chosen.diagnostics, document, failed));
  if (chosen.value === null) return null;
  const read = await readTarget(session, project, { ...chosen.value, profilesFile: file });
  diagnostics.push(...withoutFollowUps(read.diagnostics, document, failed));
  return failed.length > 0 ? null : read.value;
}

/** Gives names that say nothing of what the user meant to the session. */
async function standInTarget(
  session: LocateSession,
  project: ProjectIdentity,
  document: YamlDocument | null,
): Promise<Target | null> {
  const { options } = session;
  const standIn = standInOutput({
    profiles: document?.value ?? null,
    profileName: options.profile ?? project.profile,
    targetName: options.target,
    types: Object.keys(options.adapters),
    projectName: project.name,
  });
  if (standIn === null) return null;
  for (const name of standIn.isTypeKnown ? ['target'] : ['target', 'adapter']) session.unknownNames.add(name);
  const locate = () => NOWHERE;
  const profileName = options.profile ?? project.profile ?? project.name;
  return (await readTarget(session, project, { ...standIn, profileName, locate, profilesFile: null })).value;
}

const NOWHERE: Location = { file: 'dbt_project.yml', line: 1, column: 1 };

interface ChosenOutput extends Pick<ProfileChoice, 'profileName' | 'targetName' | 'type'> {
  readonly output: JsonObject;
  readonly locate: (path: readonly string[]) => Location;
  readonly profilesFile: string | null;
}

async function readTarget(
  session: LocateSession,
  project: ProjectIdentity,
  chosen: ChosenOutput,
): Promise<Outcome<Target | null>> {
  const { adapters } = session.options;
  // A program may bring some of the databases only.
  if (!Object.hasOwn(adapters, chosen.type)) return noAdapter(chosen.type, Object.keys(adapters));
  const adapter: Adapter = await adapters[chosen.type].load();
  const context: CredentialsContext = {
    projectDir: session.root,
    projectName: project.name,
    locate: chosen.locate,
  };
  const { value, diagnostics } = adapter.readCredentials(chosen.output, context);
  if (value === null) return { value: null, diagnostics };
  const { profileName, targetName, profilesFile } = chosen;
  return { value: { profileName, targetName, credentials: value, profilesFile }, diagnostics };
}

function noAdapter(type: string, known: readonly string[]): Outcome<null> {
  const message = `The project needs an adapter of type ${type}; there are adapters for ${known.join(', ')}.`;
  const hint = 'Name a profile in dbt_project.yml, or bring the adapter.';
  return { value: null, diagnostics: [{ code: 'TSDBT_ADAPTER_UNKNOWN', severity: 'error', message, hint }] };
}

/** Without a profile: a SQLite file beside dbt_project.yml. */
async function defaultTarget(session: LocateSession, project: ProjectIdentity): Promise<Target | null> {
  const { value, diagnostics } = await readTarget(session, project, {
    profileName: project.name,
    targetName: 'default',
    type: 'sqlite',
    output: { type: 'sqlite', path: `${project.name}.sqlite` },
    locate: () => NOWHERE,
    profilesFile: null,
  });
  session.diagnostics.push(...diagnostics);
  return value;
}
