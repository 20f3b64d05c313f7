/** Plays a plan without a database: answers its steps from a script and writes down what it did. */
import type { StatementResult } from '../../../core/adapter/cell.js';
import type { DatabaseFailure } from '../../../core/adapter/failure.js';
import type { Dependent, HandMade, LockHolder } from '../../../core/adapter/introspector.js';
import type { NodeFacts } from '../../../core/plan/materializations/node-facts.js';
import type {
  AskStep,
  PlanOutcome,
  SpellArgument,
  Step,
  StepAnswer,
  StepGenerator,
} from '../../../core/plan/node-plan.js';
import { unquestioned } from '../../../core/plan/ownership/ownership.js';
import type { ColumnInfo, Relation } from '../../../core/resources/relation.js';
import { modelNode } from '../manifest.js';

export interface Script {
  readonly columns?: (relation: Relation) => readonly string[];
  readonly dependents?: readonly Dependent[] | ((relation: Relation) => readonly Dependent[]);
  readonly rows?: (sql: string) => StatementResult;
  readonly main?: StatementResult;
  readonly handMade?: readonly HandMade[];
  readonly holders?: readonly LockHolder[];
  /** Statements under a savepoint that wait for a lock in vain. */
  readonly isLocked?: (sql: string) => boolean;
  /** Statements under a savepoint that fail. */
  readonly fails?: (sql: string) => boolean;
}

export interface Played {
  /** One line a step; names of temporary relations are shortened to `<new>` and `<batch>`. */
  readonly lines: readonly string[];
  readonly outcome: PlanOutcome;
}

export const noRows: StatementResult = { columns: [], rows: [], rowsAffected: 0, message: 'SELECT 0' };

export function playSteps(steps: StepGenerator, script: Script = {}): Played {
  const lines: string[] = [];
  let next = steps.next();
  while (!next.done) {
    // A word to whoever listens, which does nothing.
    if (next.value.kind !== 'columns') lines.push(lineOf(next.value));
    next = steps.next(answerOf(next.value, script));
  }
  return { lines, outcome: next.value.kind === 'late' ? next.value.of(mainOf(script)) : next.value };
}

function answerOf(step: Step, script: Script): StepAnswer {
  switch (step.kind) {
    case 'sql':
      if (step.mayFail === true && script.fails?.(step.sql) === true) return { kind: 'sql', failed: failure };
      if (step.mayFail === true && script.isLocked?.(step.sql) === true) return { kind: 'sql', failed: locked };
      if ((step.isMain !== true && step.mayFail !== true) || step.isLate === true) return { kind: 'done' };
      return { kind: 'sql', result: mainOf(script) };
    case 'spell':
      if (step.macro === 'get_statistics_sql') return { kind: 'text', text: '' };
      return { kind: 'text', text: `${step.macro}(${step.args.map(argumentText).join(', ')})` };
    case 'load':
      return { kind: 'loaded', rows: 2 };
    case 'ask':
      switch (step.question.about) {
        case 'columns':
          return { kind: 'columns', columns: (script.columns?.(step.question.relation) ?? ['id', 'name']).map(column) };
        case 'dependents':
          return { kind: 'dependents', dependents: dependentsOf(script, step.question.relation) };
        case 'cascading keys':
          return { kind: 'cascading keys', keys: [] };
        case 'lock holders':
          return { kind: 'lock holders', holders: script.holders ?? [] };
        case 'hand-made':
          return { kind: 'hand-made', found: script.handMade ?? [] };
        case 'rows':
          return { kind: 'rows', result: script.rows?.(step.question.sql) ?? noRows };
        case 'relation':
          return { kind: 'relation', state: { presence: 'absent' } };
      }
      break;
    default:
      return { kind: 'done' };
  }
}

function mainOf({ main }: Script): StatementResult {
  return main ?? { ...noRows, message: 'SELECT 3', rowsAffected: 3 };
}

function dependentsOf({ dependents = [] }: Script, relation: Relation): readonly Dependent[] {
  return typeof dependents === 'function' ? dependents(relation) : dependents;
}

function lineOf(step: Step): string {
  switch (step.kind) {
    case 'sql': {
      const marks = [
        step.isMain ? 'main' : '',
        step.mayFail ? 'try' : '',
        step.transaction === 'outside' ? 'outside' : '',
      ];
      return shortened([...marks.filter((mark) => mark !== ''), step.sql].join(' '));
    }
    case 'hooks':
      return `${step.which} ${step.transaction}`;
    case 'load':
      return shortened(`load ${step.relation.identifier} (${step.columns.join(', ')})`);
    case 'ask':
      return shortened(`ask ${step.question.about} ${subjectOf(step.question)}`);
    case 'assert':
      return `assert ${step.relation.identifier} ${step.expected.presence}`;
    case 'spell':
      return `spell ${step.macro}`;
    case 'pause':
      return `pause ${step.milliseconds}`;
    case 'columns':
      return `columns ${step.mode}`;
    case 'warn':
      return `warn ${step.diagnostic.code}`;
    case 'left-behind':
      return shortened(`left behind ${step.relation.identifier} for ${step.readers.join(', ')}`);
  }
}

function subjectOf(question: AskStep['question']): string {
  if ('sql' in question) return question.sql;
  if ('relations' in question) return question.relations.map(({ identifier }) => identifier).join(', ');
  return question.relation.identifier;
}

function argumentText(argument: SpellArgument): string {
  switch (argument.is) {
    case 'relation':
      return shortened(argument.relation.identifier);
    case 'columns':
      return `[${argument.columns.map(({ name }) => name).join(' ')}]`;
    case 'dict':
      return `{${Object.entries(argument.entries)
        .map(([key, value]) => `${key}: ${argumentText(value)}`)
        .join(', ')}}`;
    case 'plain':
      return typeof argument.value === 'string' ? argument.value : JSON.stringify(argument.value);
  }
}

function shortened(text: string): string {
  return text.replaceAll(/"?\w*__tsdbt_(new|old|batch)_\w+"?/g, '<$1>');
}

function column(name: string): ColumnInfo {
  return { name, dataType: 'integer', charSize: null, numericPrecision: null, numericScale: null };
}

const failure: DatabaseFailure = {
  kind: 'other',
  message: 'cannot drop columns from view',
  code: null,
  position: null,
  detail: null,
  hint: null,
  isTransient: false,
};

const locked: DatabaseFailure = { ...failure, kind: 'locked', message: 'canceling statement due to lock timeout' };

/** Facts of the model `orders` on a database like Postgres. */
export function factsOf(changes: Partial<NodeFacts> = {}): NodeFacts {
  const node = modelNode('orders');
  return {
    node,
    sql: 'select 1',
    target: { database: null, schema: 's', identifier: 'orders', type: null, quoting: node.quoting },
    state: { presence: 'absent' },
    ownership: unquestioned,
    options: {
      threads: 1,
      fullRefresh: false,
      allowDropDependents: false,
      lockTimeoutMs: 1_000,
      failFast: false,
      storeFailures: false,
      batchTests: true,
      warnError: false,
      failureRows: 5,
      showLimit: null,
      loadSources: false,
      adopt: false,
      reuse: false,
    },
    capabilities: {
      schemas: true,
      transactionalDdl: true,
      createOrReplaceView: true,
      dependentsFollowIdentity: true,
      viewsAcrossSchemas: true,
      indexNamesPerTable: false,
      concurrentWriters: true,
      unloggedTables: true,
      filteredAggregates: true,
      showsBlocks: true,
      identifierBytes: 63,
    },
    dialect: {
      quoteIdentifier: (name) => `"${name}"`,
      renderRelation: ({ schema, identifier }) => (schema === null ? identifier : `${schema}.${identifier}`),
      literal: String,
      seedType: (type) => type,
      textType: 'text',
      foldIdentifier: (name) => name,
      lockTimeout: (milliseconds) => `lock_timeout ${milliseconds}`,
      holdDefinition: ({ schema, identifier }) => `hold ${schema}.${identifier}`,
    },
    columnTypes: { keeps: (holder, kept) => holder === kept, isLongerText: () => false, canChange: true },
    isFullRefresh: false,
    invocationId: 'invocation',
    summarySql: null,
    seedColumns: [],
    macroOrigin: () => 'built-in',
    rebuiltLater: () => null,
    ...changes,
  };
}

/** Facts of a database like SQLite: one writer, views bound by name. */
export function singleWriter(changes: Partial<NodeFacts> = {}): NodeFacts {
  const facts = factsOf(changes);
  const { lockTimeout, holdDefinition, ...dialect } = facts.dialect;
  return {
    ...facts,
    dialect,
    capabilities: {
      ...facts.capabilities,
      createOrReplaceView: false,
      dependentsFollowIdentity: false,
      concurrentWriters: false,
    },
  };
}
