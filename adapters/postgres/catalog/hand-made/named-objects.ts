/**
 * Indexes, constraints, triggers, rules and extended statistics that people made on a relation. The catalog spells each
 * with the relation's name in a known place, which is where the other relation's name goes. Pure.
 */
import type { HandMade } from '../../../../core/adapter/introspector.js';
import { quoteIdentifier, quoteText } from '../../../common/quoting.js';
import { nextName, object, passingName, type SettingParts } from './setting.js';
import type { ConstraintFacts, IndexFacts, NamedFacts, SettingFacts } from './setting-query.js';

export function namedObjects(parts: SettingParts): readonly HandMade[] {
  const { facts } = parts;
  return [
    ...facts.indexes.filter((index) => !isConfigured(facts, index)).map((index) => indexOn(parts, index)),
    ...facts.constraints.map((constraint) => constraintOn(parts, constraint)),
    ...facts.statistics.map((statistics) => statisticsOn(parts, statistics)),
    ...facts.triggers.map((trigger) => triggerOn(parts, trigger)),
    ...facts.rules.map((rule) => ruleOn(parts, rule)),
  ];
}

/** Indexes of the config are named by a hash, by dbt as here; and it may now name one that was made by hand. */
function isConfigured({ next, qualified }: SettingFacts, { name, definition, isUnique }: IndexFacts): boolean {
  if (/^[0-9a-f]{32}$/.test(name)) return true;
  return next.qualified !== qualified && next.indexes.includes(`${isUnique ? 'unique ' : ''}${definition}`);
}

function indexOn(parts: SettingParts, index: IndexFacts): HandMade {
  const { facts } = parts;
  const passing = passingName('new', index.name, parts);
  const place = `${quoteIdentifier(facts.schema)}.${quoteIdentifier(passing)}`;
  const unique = index.isUnique ? 'unique ' : '';
  const { tablespace } = index;
  const statements = [
    `create ${unique}index ${quoteIdentifier(passing)} on ${nextName(parts)} using ${index.definition}`,
    ...(tablespace === null ? [] : [`alter index ${place} set tablespace ${quoteIdentifier(tablespace)}`]),
    ...comment(`index ${place}`, index),
    ...marks(parts, index, passing),
  ];
  return object({
    what: `index ${index.name}`,
    definition: `${unique}index ${index.definition}`,
    statements: facts.next.kind === 'v' ? null : statements,
    ...renames(parts, 'index', facts.schema, index.name),
  });
}

/** The index of a constraint has a name that only one relation of the schema can have, and the constraint has the index's. */
function constraintOn(parts: SettingParts, constraint: ConstraintFacts): HandMade {
  const { facts } = parts;
  const { name, type, definition } = constraint;
  const hasIndex = ['p', 'u', 'x'].includes(type);
  const first = hasIndex ? passingName('new', name, parts) : name;
  const statements = [
    `alter table ${nextName(parts)} add constraint ${quoteIdentifier(first)} ${definition}`,
    ...comment(`constraint ${quoteIdentifier(first)} on ${nextName(parts)}`, constraint),
    ...marks(parts, constraint, first),
  ];
  return object({
    what: `constraint ${name}`,
    definition: `constraint ${definition}`,
    statements: facts.next.kind !== 'r' || namesItself(facts, definition) ? null : statements,
    ...(hasIndex ? renames(parts, 'index', facts.schema, name) : {}),
  });
}

function marks(parts: SettingParts, index: IndexFacts | ConstraintFacts, name: string): readonly string[] {
  const alter = `alter table ${nextName(parts)}`;
  return [
    ...(index.isClustered ? [`${alter} cluster on ${quoteIdentifier(name)}`] : []),
    ...(index.isReplicaIdentity ? [`${alter} replica identity using index ${quoteIdentifier(name)}`] : []),
  ];
}

function statisticsOn(parts: SettingParts, facts: SettingFacts['statistics'][number]): HandMade {
  const { qualified, next } = parts.facts;
  const { schema, name, definition, target } = facts;
  const place = `${quoteIdentifier(schema)}.${quoteIdentifier(passingName('new', name, parts))}`;
  const suffix = ` FROM ${qualified}`;
  const body = definition.endsWith(suffix) ? definition.slice(0, -suffix.length) : null;
  const statements = [
    `create statistics ${place}${body} from ${nextName(parts)}`,
    ...(target === null ? [] : [`alter statistics ${place} set statistics ${target}`]),
    ...comment(`statistics ${place}`, facts),
  ];
  return object({
    what: `statistics ${name}`,
    definition: `statistics ${body}`,
    statements: body === null || next.kind === 'v' ? null : statements,
    ...renames(parts, 'statistics', schema, name),
  });
}

const triggerStates: Readonly<Record<string, string>> = { D: 'disable', R: 'enable replica', A: 'enable always' };

function triggerOn(parts: SettingParts, trigger: NamedFacts): HandMade {
  return attached(parts, { word: 'trigger', fact: trigger, mark: ` ON ${parts.facts.qualified} ` });
}

function ruleOn(parts: SettingParts, rule: NamedFacts): HandMade {
  return attached(parts, { word: 'rule', fact: rule, mark: ` TO ${parts.facts.qualified}` });
}

interface Attached {
  readonly word: 'trigger' | 'rule';
  readonly fact: NamedFacts;
  /** Where the definition names the relation. */
  readonly mark: string;
}

/** Names of triggers and rules are the relation's own. */
function attached(parts: SettingParts, { word, fact, mark }: Attached): HandMade {
  const { facts } = parts;
  const { name, definition, enabled } = fact;
  const at = definition.indexOf(mark);
  const rest = definition.slice(at + mark.length).replace(/;\s*$/, '');
  const own = quoteIdentifier(name);
  const state = triggerStates[enabled ?? 'O'];
  const statements = [
    definition.slice(0, at) + mark.replace(facts.qualified, () => nextName(parts)) + rest,
    ...(state === undefined
      ? []
      : [`alter ${facts.next.kind === 'v' ? 'view' : 'table'} ${nextName(parts)} ${state} ${word} ${own}`]),
    ...comment(`${word} ${own} on ${nextName(parts)}`, fact),
  ];
  return object({
    what: `${word} ${name}`,
    definition: `${word} ${name} ${definition.slice(0, at)} ${rest} ${enabled}`,
    statements: at < 0 || facts.next.kind === 'm' || namesItself(facts, rest) ? null : statements,
  });
}

function comment(object: string, { comment: text }: NamedFacts): readonly string[] {
  return text === null ? [] : [`comment on ${object} is ${quoteText(text)}`];
}

/** What names the relation itself would now be bound to the old one, which is about to go. */
export function namesItself({ qualified }: SettingFacts, text: string | null): boolean {
  const name = qualified.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_$"])${name}(?![\\p{L}\\p{N}_$"])`, 'u').test(text ?? '');
}

/** Two objects of a schema cannot have one name, so it changes hands when the old relation is gone or has given it up. */
function renames(parts: SettingParts, word: 'index' | 'statistics', schema: string, name: string) {
  const rename = (from: string, to: string) =>
    `alter ${word} ${quoteIdentifier(schema)}.${quoteIdentifier(from)} rename to ${quoteIdentifier(to)}`;
  return {
    after: [rename(passingName('new', name, parts), name)],
    aside: [rename(name, passingName('old', name, parts))],
  };
}
