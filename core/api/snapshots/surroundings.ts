/** What a project's nodes may read from outside of its files, for comparisons. */
import { createVars } from '../../project/vars.js';
import type { Surroundings } from '../../state/changes/read-inputs.js';
import type { Project } from '../load-project.js';

/** Vars, environment and target of a loaded project. */
export function surroundingsOf({ config, invocation, target }: Project): Surroundings {
  const { publicFields, type, schema, database } = target.credentials;
  return {
    vars: createVars(config),
    env: invocation.env,
    target: { ...publicFields, type, schema, database, name: target.targetName, profile_name: target.profileName },
  };
}
