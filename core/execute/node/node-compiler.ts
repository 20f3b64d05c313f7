/** The compiler of real runs: stage 7a, and plain arguments as the values that macros expect. */
import { compileNode } from '../../compile/compile-node.js';
import { nodeScope } from '../../compile/context/node-scope.js';
import { locateSqlError } from '../../compile/locate-sql-error.js';
import type { NodeRuntime } from '../../compile/node-runtime.js';
import { checkView } from '../../compile/static-checks.js';
import { mustWarn } from '../../diagnostics/warning-policy.js';
import { columnSpelling } from '../../parse/context/api.js';
import { ColumnValue } from '../../parse/context/column-value.js';
import { physicalRelation, relationOfNode } from '../../parse/context/node-relation.js';
import { relationSpelling } from '../../parse/context/relation-spelling.js';
import { RelationValue } from '../../parse/context/relation-value.js';
import type { SpellArgument } from '../../plan/node-plan.js';
import { toValue } from '../../template/values/convert.js';
import { Dict } from '../../template/values/dict.js';
import type { Value } from '../../template/values/value.js';
import type { Compiler } from './compiler.js';

export const nodeCompiler: Compiler = {
  compile: compileNode,
  check: (compiled, { manifest, adapter, target, invocation }) => {
    const found = checkView(compiled, { manifest, adapter, credentials: target.credentials });
    return mustWarn(found, invocation.warningPolicy);
  },
  scope: nodeScope,
  relation: (node, { adapter, target }) => {
    if (node.resourceType === 'exposure') throw new Error(`${node.uniqueId} has no relation`);
    return physicalRelation(relationOfNode(node), { adapter, target });
  },
  argument: argumentValue,
  locate: locateSqlError,
};

/** An argument as dbt passes it: a relation object, a list of columns, a dict, plain data. */
function argumentValue(argument: SpellArgument, runtime: NodeRuntime): Value {
  const { adapter, target } = runtime;
  switch (argument.is) {
    case 'relation':
      return new RelationValue(argument.relation, relationSpelling(adapter, target.credentials));
    case 'columns':
      return argument.columns.map((column) => new ColumnValue(column, columnSpelling(adapter)));
    case 'dict':
      return new Dict(Object.entries(argument.entries).map(([key, entry]) => [key, argumentValue(entry, runtime)]));
    case 'plain':
      return toValue(argument.value);
  }
}
