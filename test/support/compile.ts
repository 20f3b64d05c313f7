/** Compiles nodes of projects in memory with the real macros; queries are answered by the test. */
import type { Credentials } from '../../core/adapter/adapter.js';
import type { StatementResult } from '../../core/adapter/cell.js';
import type { Session } from '../../core/adapter/database.js';
import { compileNode } from '../../core/compile/compile-node.js';
import type { CompiledNode } from '../../core/compile/compiled-node.js';
import { nodeScope } from '../../core/compile/context/node-scope.js';
import type { NodeRuntime, RelationStates } from '../../core/compile/node-runtime.js';
import type { ManifestNode } from '../../core/resources/node.js';
import type { RelationState } from '../../core/resources/relation.js';
import type { Value } from '../../core/template/values/value.js';
import { builtInFiles } from './macros.js';
import { type Files, type InMemoryOptions, type InMemoryProject, parseInMemory } from './project.js';

export interface CompileOptions extends InMemoryOptions {
  /** What a query answers; nothing when left out. */
  readonly answer?: (sql: string) => StatementResult | Error;
  /** A session on a real database, in place of the answers. */
  readonly session?: () => Promise<Session>;
  /** Where the real database is, and what is known of it. */
  readonly credentials?: Credentials;
  readonly relations?: RelationStates;
  /** What is known of a relation by its name; absent when left out. */
  readonly state?: (identifier: string) => RelationState;
}

export interface CompileBench {
  readonly project: InMemoryProject;
  readonly runtime: NodeRuntime;
  readonly node: (name: string) => ManifestNode;
  readonly compile: (name: string) => Promise<CompiledNode>;
  /** SQL that templates have run, in order. */
  readonly ran: readonly string[];
  /** What templates logged and printed while they ran. */
  readonly said: readonly string[];
  /** The text of a template in the scope of a macro that is run by name. */
  readonly render: (text: string, node?: ManifestNode | null) => Promise<string>;
  readonly callMacro: (name: string, args: readonly Value[]) => Promise<Value>;
}

const nothing: StatementResult = { columns: [], rows: [], rowsAffected: null, message: 'OK' };

/** A result with rows of cells. */
export function answered(names: readonly string[], rows: StatementResult['rows']): StatementResult {
  const columns = names.map((name) => ({ name, type: null }));
  return { columns, rows, rowsAffected: rows.length, message: `SELECT ${rows.length}` };
}

export function compileBench(files: Files, options: CompileOptions = {}): CompileBench {
  const internalMacros = builtInFiles(options.adapter ?? 'postgres');
  const project = parseInMemory(files, { internalMacros, ...options });
  const errors = project.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const ran: string[] = [];
  const said: string[] = [];
  const runtime = createRuntime(project, { ...options, ran, said });
  const node = (name: string) => {
    const found = [...project.manifest.nodes.values()].find((one) => one.name === name);
    if (found === undefined) throw new Error(`no node ${name}`);
    return found;
  };
  const { environment } = project.parsed;
  return {
    ...{ project, runtime, node, ran, said },
    compile: (name) => compileNode(node(name), runtime),
    render: async (text, owner = null) => {
      const template = environment.compile({ text, file: 'test' });
      return (await template.render(nodeScope(owner, runtime))).text;
    },
    callMacro: (name, args) => {
      const macro = environment.findMacro(name, 'shop');
      if (macro === null) throw new Error(`no macro ${name}`);
      return environment.callMacro(macro, { args, kwargs: new Map() }, nodeScope(null, runtime));
    },
  };
}

interface Recording extends CompileOptions {
  readonly ran: string[];
  readonly said: string[];
}

function createRuntime({ parsed, manifest }: InMemoryProject, options: Recording): NodeRuntime {
  const { environment, config, target, adapter, invocation, vars } = parsed;
  const session = fakeSession(options);
  return {
    ...{ manifest, environment, project: config, adapter, invocation, vars },
    target: { ...target, credentials: options.credentials ?? target.credentials },
    selected: [],
    relations: options.relations ?? {
      state: async ({ identifier }) => options.state?.(identifier) ?? { presence: 'absent' },
      set: ({ identifier }, state) => void options.said.push(`set ${identifier} ${state.presence}`),
      renamed: (from, to) => void options.said.push(`renamed ${from.identifier} to ${to.identifier}`),
    },
    log: (level, message) => void options.said.push(`${level} ${message}`),
    print: (message) => void options.said.push(message),
    nodeId: null,
    session: options.session ?? (async () => session),
    signal: new AbortController().signal,
    threadId: 'Thread-1',
  };
}

function fakeSession({ answer = () => nothing, ran }: Recording): Session {
  const execute = async (sql: string): Promise<StatementResult> => {
    ran.push(sql.trim());
    const result = answer(sql);
    if (result instanceof Error) throw result;
    return result;
  };
  const done = async () => undefined;
  return {
    execute,
    executeAll: (statements) => Promise.all(statements.map((sql) => execute(sql))),
    stream: async function* (sql) {
      yield (await execute(sql)).rows;
    },
    begin: done,
    commit: async () => [],
    rollback: done,
    inTransaction: false,
    load: async () => ({ rows: 0 }),
    release: done,
  };
}
