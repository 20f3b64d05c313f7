/**
 * Gives every flag its value: command line, else environment (`DBT_ENGINE_X`, then `DBT_X`), else `flags:` of
 * dbt_project.yml, else the default. A value that a flag cannot take is a diagnostic and the default stands in.
 */
import {
  closestNames,
  type Diagnostic,
  didYouMean,
  isMapping,
  type Json,
  type JsonObject,
  type Outcome,
} from '../../core/index.js';
import {
  environmentName,
  type FlagDefinition,
  type FlagKey,
  flagName,
  flagTable,
  type RawValue,
} from './flag-table.js';
import { type FlagOrigin, type Flags, type FlagValues, flagDefaults } from './flag-values.js';
import { foreignFlags } from './foreign-flags.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads YAML text that must hold a mapping. */
type MappingReader = (text: string, origin: string) => Outcome<JsonObject>;

export interface FlagInputs {
  readonly raw: ReadonlyMap<FlagKey, RawValue>;
  readonly env: Environment;
  /** `flags:` of dbt_project.yml; empty until the project is read. */
  readonly project: JsonObject;
  readonly readMapping: MappingReader;
}

/** Resolves all flags and collects what is wrong with their values. */
export function resolveFlags(inputs: FlagInputs): Outcome<Flags> {
  const diagnostics: Diagnostic[] = [];
  const origins = new Map<FlagKey, FlagOrigin>();
  const values: Record<string, unknown> = { ...flagDefaults };
  for (const key of Object.keys(flagTable) as FlagKey[]) {
    const found = firstGiven(key, inputs);
    if (found === null) continue;
    const read = readValue(key, found.value, inputs.readMapping);
    if ('problem' in read) {
      diagnostics.push(invalid(found.spelling, read));
      continue;
    }
    diagnostics.push(...read.diagnostics);
    values[key] = read.value;
    origins.set(key, found.origin);
  }
  const flags = { values: values as FlagValues, origin: (key: FlagKey) => origins.get(key) ?? 'default' };
  return { value: flags, diagnostics };
}

/** Says of each of dbt's flags that is given here and not built what becomes of it. */
export function foreignDiagnostics(given: readonly string[], env: Environment): Diagnostic[] {
  const fromEnv = Object.entries(foreignFlags).flatMap(([name, flag]) => {
    const suffix = name.replaceAll('-', '_').toUpperCase();
    const variable = variableNames(suffix).find((candidate) => (env[candidate] ?? '') !== '');
    const isOff = variable !== undefined && !flag.takesValue && readSwitch(env[variable] ?? '') === false;
    return variable === undefined || isOff ? [] : [{ name, spelling: variable }];
  });
  const all = [...given.map((name) => ({ name, spelling: `--${name}` })), ...fromEnv];
  return all.flatMap(({ name, spelling }): Diagnostic[] => {
    const { outcome } = foreignFlags[name];
    if (outcome === 'ignored') return [];
    return [
      {
        code: 'TSDBT_FLAG_UNSUPPORTED',
        severity: outcome === 'refused' ? 'error' : 'warning',
        message: `${spelling} is not built yet in tsdbt${outcome === 'refused' ? '.' : ' and changes nothing.'}`,
        hint: spelling.startsWith('--') ? 'Leave the flag out.' : `Unset the variable ${spelling}.`,
      },
    ];
  });
}

interface Given {
  readonly value: Json | RawValue;
  readonly origin: FlagOrigin;
  /** How the user wrote it, for messages. */
  readonly spelling: string;
}

function firstGiven(key: FlagKey, { raw, env, project }: FlagInputs): Given | null {
  const typed = raw.get(key);
  if (typed !== undefined) return { value: typed, origin: 'cli', spelling: `--${flagName(key)}` };
  const suffix = environmentName(key);
  for (const name of suffix === null ? [] : variableNames(suffix)) {
    const value = env[name];
    if (value !== undefined && value !== '') return { value, origin: 'environment', spelling: name };
  }
  const setting = flagName(key).replaceAll('-', '_');
  const value = project[setting];
  if (value === undefined || value === null) return null;
  return { value, origin: 'project', spelling: `flags.${setting} in dbt_project.yml` };
}

function variableNames(suffix: string): string[] {
  return [`DBT_ENGINE_${suffix}`, `DBT_${suffix}`];
}

interface Problem {
  readonly problem: string;
  readonly hint?: string;
}

type Read = { readonly value: unknown; readonly diagnostics: readonly Diagnostic[] } | Problem;

function readValue(key: FlagKey, value: Json | RawValue, readMapping: MappingReader): Read {
  const definition: FlagDefinition = flagTable[key];
  switch (definition.kind) {
    case 'switch': {
      const read = typeof value === 'boolean' ? value : readSwitch(String(value));
      return read === null ? { problem: `expected true or false, found '${value}'` } : plain(read);
    }
    case 'number': {
      const text = String(value);
      return /^[+-]?\d{1,15}$/.test(text)
        ? checkNumber(key, Number(text))
        : { problem: `expected a whole number, found '${text}'` };
    }
    case 'choice': {
      const text = String(value).toLowerCase();
      const choices = definition.choices ?? [];
      if (choices.includes(text)) return plain(text);
      const hint = didYouMean(closestNames(text, choices, 1));
      const problem = `expected ${choices.join(', ')}, found '${value}'`;
      return hint === undefined ? { problem } : { problem, hint };
    }
    case 'list':
      return readList(value);
    case 'mapping':
      if (isMapping(value)) return plain(value);
      return readMapping(String(value), `--${flagName(key)}`);
    case 'text':
      return String(value) === '' ? { problem: 'expected a value, found nothing' } : plain(String(value));
  }
}

function readList(value: Json | RawValue): Read {
  const words = Array.isArray(value) ? value.map(String) : String(value).split(/\s+/);
  const given = words.filter((word) => word.trim() !== '');
  return given.length === 0 ? { problem: 'expected at least one word, found none' } : plain(given);
}

function checkNumber(key: FlagKey, value: number): Read {
  const least = key === 'threads' ? 1 : key === 'limit' ? -1 : 0;
  return value < least ? { problem: `expected at least ${least}, found ${value}` } : plain(value);
}

function plain(value: unknown): Read {
  return { value, diagnostics: [] };
}

function readSwitch(text: string): boolean | null {
  if (/^(1|true|t|yes|y|on)$/i.test(text)) return true;
  return /^(0|false|f|no|n|off)$/i.test(text) ? false : null;
}

function invalid(spelling: string, { problem, hint }: Problem): Diagnostic {
  const message = `${spelling}: ${problem}.`;
  return { code: 'TSDBT_FLAG_INVALID', severity: 'error', message, ...(hint === undefined ? {} : { hint }) };
}
