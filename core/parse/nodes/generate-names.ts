/** Database, schema and alias of a node, through the macros that a project may override. */
import type { Location } from '../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../diagnostics/error.js';
import { JsonFloat, type JsonObject } from '../../resources/json.js';
import type { Scope } from '../../template/template.js';
import { toValue } from '../../template/values/convert.js';
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
  /** The node as macros see it. */
  readonly dict: JsonObject;
  readonly config: JsonObject;
  readonly location: Location;
}

/**
 * The macro of the node's own package, else the root project's, else the built-in one; each is given the configured
 * value (none when there is none) and the node. What it prints is trimmed.
 */
export function generateNames(context: ParseContext, request: NameRequest): GeneratedNames {
  const { config } = request;
  const scope = macroScope(context, request.packageName);
  const node = toValue(request.dict);
  const generate = (part: string, custom: unknown): string => {
    const { environment } = context.setting;
    const macro = environment.findMacro(`generate_${part}_name`, request.packageName);
    if (macro === null) throw noMacro(part, request.location);
    const isNumber = typeof custom === 'number' || custom instanceof JsonFloat;
    const value = typeof custom === 'string' || isNumber ? String(custom) : null;
    const name = str(environment.callMacroSync(macro, { args: [value, node], kwargs: new Map() }, scope)).trim();
    if (name.includes('\0')) throw nulName(part, name, request.location);
    if (name === '' && part !== 'database') throw emptyName(part, macro.block.location, request.location);
    return name;
  };
  return {
    database: generate('database', config.database),
    schema: generate('schema', config.schema),
    alias: generate('alias', config.alias),
  };
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
