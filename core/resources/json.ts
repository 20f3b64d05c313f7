/**
 * Plain data as YAML and JSON hold it. Integers beyond 2^53 are bigint so that no digit is lost; all else is as in JSON.
 * Config, vars, meta and properties are Json everywhere outside the template layer, which converts at its border.
 */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}
