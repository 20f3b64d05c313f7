/** The scope that strings of dbt_project.yml, profiles.yml and property files are rendered in. */
import type { Json, JsonObject } from '../../resources/json.js';
import type { Scope } from '../../template/template.js';
import type { InvocationFacts } from '../invocation.js';
import type { Target } from '../project-config.js';
import { createBaseContext } from './base-context.js';
import type { ContextSink } from './context-options.js';
import type { StringEngine } from './yaml-renderer.js';

export interface YamlScopeOptions {
  readonly invocation: InvocationFacts;
  readonly target: Target | null;
  readonly projectName: string | null;
  readonly engine: StringEngine;
  readonly sink: ContextSink;
  readonly mayReadSecrets: boolean;
  /** The vars that the file may use: dbt_project.yml and profiles.yml see `--vars` only. */
  readonly vars: { readonly get: (name: string) => Json | undefined; readonly names: () => readonly string[] };
}

/** A scope of base names; a var that holds Jinja is rendered in the same scope. */
export function createYamlScope(options: YamlScopeOptions): Scope {
  const render = (text: string) => options.engine.compile({ text, file: 'vars' }).renderSync(scope);
  const scope: Scope = {
    packageName: options.projectName ?? '',
    lookup: createBaseContext({ ...options, vars: { ...options.vars, render } }),
  };
  return scope;
}

/** Vars of the command line as a source of vars. */
export function commandLineVars(vars: JsonObject): YamlScopeOptions['vars'] {
  return { get: (name) => (Object.hasOwn(vars, name) ? vars[name] : undefined), names: () => Object.keys(vars) };
}
