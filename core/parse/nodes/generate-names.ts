/** Database, schema and alias of a node, through the macros that a project may override. */
import type { Location } from '../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../diagnostics/error.js';
import { JsonFloat, type JsonObject } from '../../resources/json.js';
import type { Scope } from '../../template/template.js';
import { toValue } from '../../template/values/convert.js';
import { Dict } from '../../template/values/dict.js';
import { str } from '../../template/values/text.js';
import { createCallRecorder } from '../context/names/call-recorder.js';
import { createParseScope } from '../context/parse-scope.js';
import type { ParseContext } from './parse-context.js';

export interface GeneratedNames {
  readonly database: string;
  readonly schema: string;
  readonly alias: string;
}

export interface NameRequest {
  readonly packageName: string;
  /** The node's own name, null when the alias is more than that. */
  readonly plainName: string | null;
  /** The node as macros see it; made only when one looks. */
  readonly dict: () => JsonObject;
  readonly config: JsonObject;
  readonly location: Location;
}

/**
 * The macro of the node's own package, else the root project's, else the built-in one; each is given the configured
 * value (none when there is none) and the node. What it prints is trimmed.
 */
export function generateNames(context: ParseContext, request: NameRequest): GeneratedNames {
  const { database, schema } = placeOf(context, request);
  const alias = builtInAlias(context, request) ?? nameOf(context, request, partOf('alias', request.config.alias));
  return { database, schema, alias };
}

/** Database and schema: nodes of one config share them, where neither macro looked at the node. */
function placeOf(context: ParseContext, request: NameRequest): Pick<GeneratedNames, 'database' | 'schema'> {
  const { memory, tracker } = context;
  const { config } = request;
  const known = memory.places.get(config);
  if (known !== undefined) {
    tracker.repeat(known.trace);
    return known;
  }
  const parts = { database: partOf('database', config.database), schema: partOf('schema', config.schema) };
  const { value, trace } = tracker.trace(() => ({
    database: nameOf(context, request, parts.database),
    schema: nameOf(context, request, parts.schema),
  }));
  const isShared = Object.values(parts).every((part) => memory.names.has(keyOf(request, part)));
  if (isShared) memory.places.set(config, { ...value, trace });
  return value;
}

function partOf(part: string, custom: unknown): NamePart {
  const isNumber = typeof custom === 'number' || custom instanceof JsonFloat;
  return { part, value: typeof custom === 'string' || isNumber ? String(custom) : null };
}

function nameOf(context: ParseContext, request: NameRequest, part: NamePart): string {
  return knownName(context, request, part) ?? newName(context, request, part);
}

const ALIAS_MACROS = { asked: 'macro.dbt.generate_alias_name', spelled: 'macro.dbt.default__generate_alias_name' };

/**
 * The node's name, where nothing else is configured and tsdbt's own macros would give just that. Every node has an alias of
 * its own, so this spares a project the rendering of most of its names.
 */
function builtInAlias(context: ParseContext, request: NameRequest): string | null {
  const { packageName, plainName, config } = request;
  if (plainName === null || (config.alias !== null && config.alias !== undefined)) return null;
  return hasBuiltInAliases(context, packageName) ? plainName.trim() : null;
}

function hasBuiltInAliases({ setting, memory, tracker }: ParseContext, packageName: string): boolean {
  const known = memory.aliases.get(packageName);
  if (known !== undefined) {
    tracker.repeat(known.trace);
    return known.value;
  }
  const { environment } = setting;
  const found = tracker.trace(() => {
    const asked = environment.findMacro('generate_alias_name', packageName);
    if (asked?.id !== ALIAS_MACROS.asked) return false;
    return environment.dispatch('generate_alias_name', 'dbt', packageName).macro?.id === ALIAS_MACROS.spelled;
  });
  memory.aliases.set(packageName, found);
  return found.value;
}

/** One part of a name, with the value that is configured for it. */
interface NamePart {
  readonly part: string;
  readonly value: string | null;
}

/** The part has no blank in it, the package's name neither. */
function keyOf({ packageName }: NameRequest, { part, value }: NamePart): string {
  return value === null ? `${part} ${packageName}` : `${part} ${packageName} ${value}`;
}

function knownName({ memory, tracker }: ParseContext, request: NameRequest, part: NamePart): string | null {
  const known = memory.names.get(keyOf(request, part));
  if (known === undefined) return null;
  tracker.repeat(known.trace);
  return known.name;
}

function newName(context: ParseContext, request: NameRequest, { part, value }: NamePart): string {
  const { environment } = context.setting;
  const { packageName, location } = request;
  let isNodeRead = false;
  const node = new Dict(() => {
    isNodeRead = true;
    return Object.entries(request.dict()).map(([key, item]) => [key, toValue(item)]);
  });
  const { value: name, trace } = context.tracker.trace(() => {
    const macro = environment.findMacro(`generate_${part}_name`, packageName);
    if (macro === null) throw noMacro(part, location);
    const scope = macroScope(context, packageName);
    const text = str(environment.callMacroSync(macro, { args: [value, node], kwargs: new Map() }, scope)).trim();
    if (text.includes('\0')) throw nulName(part, text, location);
    if (text === '' && part !== 'database') throw emptyName(part, macro.block.location, location);
    return text;
  });
  if (!isNodeRead && trace.isRepeatable) context.memory.names.set(keyOf(request, { part, value }), { name, trace });
  return name;
}

/** Name macros see the project, not a node. */
function macroScope(context: ParseContext, packageName: string): Scope {
  const { credentials } = context.setting.target;
  const quoting = { database: true, schema: true, identifier: true };
  const relation = { database: credentials.database, schema: credentials.schema, identifier: '', quoting, type: null };
  const node = { packageName, dict: () => ({}), relation };
  const recorder = createCallRecorder();
  return createParseScope({ setting: context.setting, base: context.base(packageName), node, recorder });
}

function noMacro(part: string, location: Location): TsdbtError {
  return new TsdbtError([
    {
      code: 'TSDBT_MACRO_MISSING',
      severity: 'error',
      message: `There is no macro generate_${part}_name, neither in the project nor built in.`,
      location,
    },
  ]);
}

function nulName(part: string, name: string, location: Location): TsdbtError {
  const message = `The ${part} ${JSON.stringify(name)} holds the character NUL, which no name in a database may.`;
  return new TsdbtError([{ code: 'TSDBT_RELATION_NAME_INVALID', severity: 'error', message, location }]);
}

/** While the project is parsed an undefined name prints nothing, so a slip in the macro would go unnoticed until a statement fails. */
function emptyName(part: string, macro: Location, node: Location): TsdbtError {
  return new TsdbtError([
    {
      code: 'TSDBT_TEMPLATE_ERROR',
      severity: 'error',
      message: `The macro generate_${part}_name gives an empty name.`,
      location: node,
      notes: [{ message: 'The macro.', location: macro }],
      hint: 'Does it use a name that does not exist?',
    },
  ]);
}
