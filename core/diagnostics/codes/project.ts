/** Diagnostic codes: dbt_project.yml, profiles.yml, property files, packages. */
import type { CodeEntry } from './entry.js';

export const projectCodes = {
  TSDBT_YAML_INVALID: {
    meaning: 'A YAML file cannot be parsed.',
    remedy: 'Mend the syntax at the named line.',
  },
  TSDBT_YAML_KEY_DUPLICATE: {
    meaning: 'A key stands twice in one mapping of a YAML file. The last one counts, as in dbt.',
    remedy: 'Remove one of them.',
  },
  TSDBT_YAML_TOO_LARGE: {
    meaning: 'The aliases of a YAML file stand for more values than a project can need.',
    remedy: 'Write out the values that are needed.',
  },
  TSDBT_PROJECT_MISSING: {
    meaning: 'No dbt_project.yml lies in the folder or in one above it.',
    remedy: 'Go to the folder of your project, name it with --project-dir, or start one with tsdbt init.',
  },
  TSDBT_PROJECT_INVALID: {
    meaning: 'dbt_project.yml has a wrong, missing or unknown key.',
    remedy: 'Mend the key at the named line.',
  },
  TSDBT_PROJECT_NAME_INVALID: {
    meaning: 'The name of a project cannot be used in templates.',
    remedy: 'Choose a name of letters, digits and underscores that no template function has.',
  },
  TSDBT_PROJECT_VERSION_UNMET: {
    meaning: 'A project asks for a dbt version that tsdbt does not stand in for.',
    remedy: 'Change require-dbt-version, or use another version of the package.',
  },
  TSDBT_KEY_DEPRECATED: {
    meaning: 'A key has a new name; the old one still works.',
    remedy: 'Use the new name.',
  },
  TSDBT_PROFILES_INVALID: {
    meaning: 'profiles.yml has a wrong, missing or unknown key.',
    remedy: 'Mend the key at the named line.',
  },
  TSDBT_PROFILES_MISSING: {
    meaning: 'The project names a profile, but no profiles.yml was found.',
    remedy: 'Write a profiles.yml beside dbt_project.yml, or leave out the profile to use a SQLite file.',
  },
  TSDBT_PROFILE_UNKNOWN: {
    meaning: 'profiles.yml does not hold the profile that the project or --profile names.',
    remedy: 'Add the profile, or name one that exists.',
  },
  TSDBT_TARGET_UNKNOWN: {
    meaning: 'The profile does not hold the target that was asked for.',
    remedy: 'Name one of the outputs of the profile.',
  },
  TSDBT_ADAPTER_UNKNOWN: {
    meaning: 'An output of profiles.yml has a type that tsdbt has no adapter for.',
    remedy: 'Use one of the listed types.',
  },
  TSDBT_PROPERTIES_INVALID: {
    meaning: 'A property file has a wrong, missing or unknown key.',
    remedy: 'Mend the key at the named line.',
  },
  TSDBT_FEATURE_UNBUILT: {
    meaning: 'The project uses a feature of dbt that tsdbt does not build yet. What the message does not name works.',
    remedy: 'Take the feature out, or build the project with dbt.',
  },
  TSDBT_CONFIG_UNBUILT: {
    meaning: 'A node is configured with something that tsdbt cannot do yet and that would do harm if it were left out.',
    remedy: 'Take the config out, or do its work in a hook.',
  },
  TSDBT_CONFIG_INVALID: {
    meaning: 'A config has a value of the wrong type.',
    remedy: 'Write a value of the kind that the message names.',
  },
  TSDBT_CONFIG_UNKNOWN: {
    meaning: 'A config is not known. It is kept for `config.get`, but tsdbt does nothing with it.',
    remedy: 'Mend the name, or put facts of your own under meta.',
  },
  TSDBT_CONFIG_UNUSED: {
    meaning: 'A path in a tree of configs of dbt_project.yml leads to no resource.',
    remedy: 'Mend the path, or take it out.',
  },
  TSDBT_PACKAGES_INVALID: {
    meaning: 'packages.yml or dependencies.yml has a wrong, missing or unknown key.',
    remedy: 'Mend the key at the named line.',
  },
  TSDBT_PACKAGE_MISSING: {
    meaning: 'A package that the project declares cannot be found.',
    remedy: 'Mend the path of a local package; copy any other package into the install folder.',
  },
  TSDBT_PACKAGE_OUTSIDE: {
    meaning: 'A package reaches for files outside of its own folder, or for data outside of the project.',
    remedy: 'Move the files into the package; declare a source with files elsewhere in the project itself.',
  },
  TSDBT_PACKAGE_DUPLICATE: {
    meaning: 'Two packages, or a package and the project, have the same name.',
    remedy: 'Rename one of them.',
  },
  TSDBT_FILE_UNREADABLE: {
    meaning: 'A file or folder of the project cannot be read.',
    remedy: 'Check that it exists, that you may read it, and that it is UTF-8 text.',
  },
  TSDBT_PARSE_CACHE_WRONG: {
    meaning: '`parse --verify-cache` found that the parse cache does not give what parsing every file gives.',
    remedy:
      'This is a mistake of tsdbt: please report it. --no-partial-parse goes without the cache, clean deletes it.',
  },
} as const satisfies Record<string, CodeEntry>;
