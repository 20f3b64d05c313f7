/** The options of the project's base context for one node at execution: its vars, and where its messages go. */
import type { BaseContextOptions } from '../../project/context/context-options.js';
import { createVars } from '../../project/vars.js';
import type { NodeContext } from './node-context.js';

export function baseOptions(context: NodeContext, packageName: string): BaseContextOptions {
  const { node, runtime } = context;
  const id = node?.uniqueId ?? null;
  return {
    target: runtime.target,
    projectName: runtime.project.name,
    invocation: runtime.invocation,
    threadId: runtime.threadId,
    mayReadSecrets: false,
    vars: {
      get: (name) => runtime.vars.get(name, packageName),
      names: () => createVars(runtime.project).names(packageName),
      render: (text) => runtime.environment.compile({ text, file: 'vars' }).renderSync(context.scope()),
    },
    sink: {
      log: (message, isInfo) => runtime.log(isInfo ? 'info' : 'debug', message, id),
      print: runtime.print,
      warn: (message) => runtime.log('warn', message, id),
    },
  };
}
