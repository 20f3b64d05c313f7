/** `target`: the public fields of the connection as a dict, secrets left out. */
import { toValue } from '../../template/values/convert.js';
import type { Value } from '../../template/values/value.js';
import type { Target } from '../project-config.js';

/** A new dict for each template. */
export function targetDict({ credentials, targetName, profileName }: Target): Value {
  const { publicFields, type, threads, schema, database } = credentials;
  return toValue({
    ...publicFields,
    database,
    dbname: publicFields.dbname ?? database,
    schema,
    type,
    threads,
    name: targetName,
    target_name: targetName,
    profile_name: profileName,
  });
}
