/** `target`: the public fields of the connection as a dict, secrets left out. */
import type { Json } from '../../resources/json.js';
import { toValue } from '../../template/values/convert.js';
import { Dict } from '../../template/values/dict.js';
import type { Value } from '../../template/values/value.js';
import type { Target } from '../project-config.js';

/** A new dict for each template, filled when one looks. */
export function targetDict({ credentials, targetName, profileName }: Target): Value {
  const { publicFields, type, threads, schema, database } = credentials;
  return new Dict(() => {
    const fields: Map<string, Json> = new Map(Object.entries(publicFields));
    fields.set('database', database).set('dbname', publicFields.dbname ?? database);
    fields.set('schema', schema).set('type', type).set('threads', threads);
    fields.set('name', targetName).set('target_name', targetName).set('profile_name', profileName);
    return Array.from(fields, ([name, value]) => [name, toValue(value)] as const);
  });
}
