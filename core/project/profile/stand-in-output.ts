/**
 * An output in the place of one that is missing or wrong, so that the rest of a project can still be checked. In: the profile
 * as far as it was read. Out: an output that its adapter accepts; what it says of type, names and schema is the user's where
 * that can be told. Nothing ever connects with it. Pure.
 */
import { isMapping, type Json, type JsonObject } from '../../resources/json.js';
import { hasTemplate } from '../render-strings.js';

export interface StandInRequest {
  /** The value of profiles.yml; null when there is none or it cannot be read. */
  readonly profiles: Json;
  readonly profileName: string | null;
  readonly targetName: string | null;
  readonly types: readonly string[];
  readonly projectName: string;
}

export interface StandIn {
  readonly targetName: string;
  readonly type: string;
  readonly output: JsonObject;
  /** Whether the type is the user's. */
  readonly isTypeKnown: boolean;
}

/** The stand-in for the output that was asked for; null when there is no adapter at all. */
export function standInOutput(request: StandInRequest): StandIn | null {
  const { projectName, types } = request;
  const profile = below(request.profiles, request.profileName);
  const outputs = below(profile, 'outputs');
  const targetName = request.targetName ?? plainText(below(profile, 'target')) ?? 'default';
  const wanted = below(outputs, targetName);
  const known = [wanted, ...(isMapping(outputs) ? Object.values(outputs) : [])]
    .map((output) => plainText(below(output, 'type')))
    .find((type) => type !== null && types.includes(type));
  const type = known ?? types.find((each) => each === 'sqlite') ?? types[0];
  if (type === undefined) return null;
  const text = (key: string, fallback: string) => plainText(below(wanted, key)) ?? fallback;
  const output = {
    type,
    path: `${projectName}.sqlite`,
    host: 'localhost',
    user: projectName,
    password: '',
    dbname: text('dbname', text('database', projectName)),
    schema: text('schema', 'main'),
  };
  return { targetName, type, output, isTypeKnown: known !== undefined };
}

function below(value: Json | undefined, key: string | null): Json {
  return key !== null && isMapping(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null;
}

function plainText(value: Json): string | null {
  return typeof value === 'string' && value !== '' && !hasTemplate(value) ? value : null;
}
