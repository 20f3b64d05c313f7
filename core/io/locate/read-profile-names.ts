/** The names in a profiles.yml, for whoever types one: its profiles, and the targets of one of them. */
import { readFile } from 'node:fs/promises';
import type { Target } from '../../project/project-config.js';
import { parseYaml } from '../../project/yaml/parse-yaml.js';
import { isMapping } from '../../resources/json.js';

export interface ProfileNames {
  readonly profiles: readonly string[];
  readonly targets: readonly string[];
}

/** None where there is no file, or none that can be read. */
export async function readProfileNames({ profilesFile, profileName }: Target): Promise<ProfileNames> {
  const text = profilesFile === null ? null : await readFile(profilesFile, 'utf8').catch(() => null);
  const value = text === null ? null : parseYaml(text, profilesFile ?? '').value.value;
  if (!isMapping(value)) return { profiles: [], targets: [] };
  const profile = Object.hasOwn(value, profileName) ? value[profileName] : null;
  const outputs = isMapping(profile) ? profile.outputs : null;
  return {
    profiles: Object.keys(value).filter((name) => name !== 'config'),
    targets: isMapping(outputs) ? Object.keys(outputs) : [],
  };
}
