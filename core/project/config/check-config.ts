/** Checks configs that a user wrote: known keys have the right type, unknown keys are probably mistyped. Pure. */
import * as v from 'valibot';
import type { Diagnostic, Location } from '../../diagnostics/diagnostic.js';
import { closestNames, didYouMean } from '../../diagnostics/did-you-mean.js';
import type { Json, JsonObject } from '../../resources/json.js';
import { describeJson } from '../schema/describe-json.js';
import { describePath } from '../schema/validate.js';
import type { KeyPath } from '../yaml/yaml-document.js';
import { type ConfigKeys, type ConfigResource, canonicalKey, configKeys } from './config-key.js';

/** A place that sets configs: a folder of dbt_project.yml, a `config:` block, a `config()` call. */
export interface ConfigPlace {
  readonly resource: ConfigResource;
  readonly values: JsonObject;
  /** Where the value of a key stands. */
  readonly locate: (path: KeyPath) => Location;
  /** Where the key itself stands. */
  readonly locateKey: (path: KeyPath) => Location;
}

/** Every mistake of one place. A key with a wrong value is an error, an unknown key a warning. */
export function checkConfig({ resource, values, locate, locateKey }: ConfigPlace): Diagnostic[] {
  const keys = configKeys[resource];
  return Object.entries(values).flatMap(([written, value]) => {
    const name = canonicalKey(written);
    if (!Object.hasOwn(keys, name)) return [unknownKey(written, keys, { resource, location: locateKey([written]) })];
    return checkValue(name, value, { schema: keys[name].schema, written, locate });
  });
}

interface ValueCheck {
  readonly schema: v.GenericSchema<unknown, unknown>;
  readonly written: string;
  readonly locate: ConfigPlace['locate'];
}

function checkValue(name: string, value: Json, { schema, written, locate }: ValueCheck): Diagnostic[] {
  const result = v.safeParse(schema, value);
  if (result.success) return [];
  return result.issues.map((issue) => {
    const path = (issue.path ?? []).map((part) => part.key as string | number);
    const subject = describePath([name, ...path]);
    const message = `The config \`${subject}\` must be ${issue.message}, found ${describeJson(issue.input)}.`;
    return { code: 'TSDBT_CONFIG_INVALID', severity: 'error', message, location: locate([written, ...path]) };
  });
}

function unknownKey(
  name: string,
  keys: ConfigKeys,
  place: { readonly resource: ConfigResource; readonly location: Location },
): Diagnostic {
  const hint = didYouMean(closestNames(name, Object.keys(keys))) ?? 'Put facts of your own under `meta`.';
  const message = `The config \`${name}\` is not known for a ${place.resource}; it has no effect but in \`config.get\`.`;
  return { code: 'TSDBT_CONFIG_UNKNOWN', severity: 'warning', message, hint, location: place.location };
}
