/**
 * The names that a model, test, hook or macro may use while it is parsed: `execute` is false, nothing reaches a database,
 * references and config are recorded. What is not known before parsing has ended answers as in dbt: `this`, `ref` and
 * `source` are the node's name in the target's schema, `graph` is empty.
 */
import type { JsonObject } from '../../resources/json.js';
import type { Relation } from '../../resources/relation.js';
import type { Scope } from '../../template/template.js';
import { toValue } from '../../template/values/convert.js';
import { Dict } from '../../template/values/dict.js';
import { hostFunction } from '../../template/values/host-function.js';
import { HostFunction, type Value } from '../../template/values/value.js';
import type { ParseSetting } from '../parsed-project.js';
import { apiObject, columnSpelling } from './api.js';
import { ColumnClass } from './column-value.js';
import type { CallRecorder } from './names/call-recorder.js';
import { ParseConfigObject } from './names/config-object.js';
import { ContextObject } from './names/context-object.js';
import { dispatchFunction } from './names/dispatch-function.js';
import { refFunction, sourceFunction } from './names/reference-functions.js';
import { ValidationObject } from './names/validation-object.js';
import { ParseAdapter } from './parse-adapter.js';
import { RelationClass } from './relation-class.js';
import { relationSpelling } from './relation-spelling.js';
import { RelationValue } from './relation-value.js';

/** The node as far as it is known before its rendering. */
export interface NodePreview {
  readonly packageName: string;
  readonly dict: () => JsonObject;
  readonly relation: Relation;
}

export interface ParseScopeOptions {
  readonly setting: ParseSetting;
  /** The names of the base context. */
  readonly base: (name: string) => Value | undefined;
  readonly node: NodePreview;
  readonly recorder: CallRecorder;
  /** Names beyond, `_dbt_generic_test_kwargs`. */
  readonly extra?: ReadonlyMap<string, Value>;
}

/** A scope for one rendering. */
export function createParseScope(options: ParseScopeOptions): Scope {
  let self: RelationValue | null = null;
  const selfOf = () => {
    self ??= new RelationValue(options.node.relation, relationsOf(options.setting));
    return self;
  };
  const { setting, base, node, recorder, extra } = options;
  const parts: ScopeParts = { setting, base, node, recorder, scopeOf: () => scope, selfOf };
  const scope: Scope = {
    packageName: node.packageName,
    isLenient: true,
    lookup: (name) => extra?.get(name) ?? nodeNames.get(name)?.(parts) ?? base(name),
    onMacro: (_name, found) => {
      if (found !== null) recorder.macro(found);
    },
  };
  return scope;
}

interface ScopeParts extends Omit<ParseScopeOptions, 'extra'> {
  readonly scopeOf: () => Scope;
  /** What `this`, `ref` and `source` answer. */
  readonly selfOf: () => RelationValue;
}

/** Names whose work is done at execution. */
const quietNames: Readonly<Record<string, () => Value>> = {
  sql: () => null,
  compiled_code: () => null,
  pre_hooks: () => [],
  post_hooks: () => [],
  selected_resources: () => [],
  defer_relation: () => null,
  load_result: () => answering('load_result', null),
  store_result: () => answering('store_result', ''),
  store_raw_result: () => answering('store_raw_result', ''),
  write: () => answering('write', ''),
  submit_python_job: () => answering('submit_python_job', ''),
  try_or_compiler_error: () =>
    hostFunction('try_or_compiler_error', 'message_if_exception, func, *args', ([, callee, args]) =>
      callee instanceof HostFunction ? callee.call({ args: [...tupleItems(args)], kwargs: new Map() }) : null,
    ),
};

/** Each name with what makes its value, for one table serves all scopes. */
const nodeNames: ReadonlyMap<string, (parts: ScopeParts) => Value> = new Map<string, (parts: ScopeParts) => Value>([
  ['ref', (parts) => refFunction((call) => recorded(parts.recorder.ref, call, parts.selfOf))],
  ['source', (parts) => sourceFunction((call) => recorded(parts.recorder.source, call, parts.selfOf))],
  ['config', ({ recorder }) => new ParseConfigObject(recorder.config)],
  ['this', ({ selfOf }) => selfOf()],
  ['model', ({ node }) => toValue(node.dict())],
  ['database', ({ node }) => node.relation.database],
  ['schema', ({ node }) => node.relation.schema],
  ['execute', () => false],
  ['graph', () => new Dict()],
  ['adapter', (parts) => parseAdapter(parts)],
  ['api', ({ setting }) => apiObject(relationsOf(setting), columnSpelling(setting.adapter))],
  ['column', ({ setting }) => new ColumnClass(columnSpelling(setting.adapter))],
  ['render', ({ setting, scopeOf }) => renderFunction(setting, scopeOf)],
  ['context', ({ setting, scopeOf }) => new ContextObject(setting.environment, scopeOf)],
  ['builtins', ({ scopeOf }) => builtins(scopeOf)],
  ['validation', () => new ValidationObject()],
  ...Object.entries(quietNames),
]);

function relationsOf({ adapter, target }: ParseSetting) {
  return relationSpelling(adapter, target.credentials);
}

function parseAdapter({ setting, scopeOf }: ScopeParts): ParseAdapter {
  return new ParseAdapter({
    adapter: setting.adapter,
    quoting: { database: true, schema: true, identifier: true, ...setting.config.quoting },
    api: {
      relation: new RelationClass(relationsOf(setting)),
      column: new ColumnClass(columnSpelling(setting.adapter)),
    },
    dispatch: () => dispatchFunction(setting.environment, scopeOf()),
  });
}

/** The original functions under a macro of the same name. */
function builtins(scopeOf: () => Scope): Dict {
  const { lookup } = scopeOf();
  const names = ['ref', 'source', 'config', 'var', 'env_var', 'log', 'adapter', 'this'];
  return new Dict(names.flatMap((name) => [[name, lookup(name) ?? null] as const]));
}

function recorded<T>(keep: (call: T) => void, call: T, answer: () => Value): Value {
  keep(call);
  return answer();
}

function answering(name: string, answer: Value): HostFunction {
  return new HostFunction(name, () => answer);
}

function tupleItems(args: Value): readonly Value[] {
  return args !== null && typeof args === 'object' && 'items' in args && Array.isArray(args.items) ? args.items : [];
}

function renderFunction({ environment }: ParseSetting, scopeOf: () => Scope): HostFunction {
  return hostFunction('render', 'string', ([text]) =>
    environment.compile({ text: String(text), file: 'render()' }).renderSync(scopeOf()),
  );
}
