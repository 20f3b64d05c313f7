/** How Postgres spells names, literals and types. Pure. Literals assume `standard_conforming_strings`, which every session sets. */
import type { Cell, TextCell } from '../../core/adapter/cell.js';
import type { Dialect, SeedType } from '../../core/adapter/dialect.js';
import { quoteIdentifier, quoteText, renderParts } from '../common/quoting.js';
import { markOf } from './catalog/relation-marks.js';

const seedTypes: Readonly<Record<SeedType, string>> = {
  integer: 'integer',
  number: 'float8',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamp without time zone',
  text: 'text',
};

const castOf: Readonly<Record<TextCell['kind'], string>> = {
  decimal: '::numeric',
  date: '::date',
  time: '::time',
  timestamp: '::timestamp',
  timestamptz: '::timestamptz',
  interval: '::interval',
  bytes: '::bytea',
  other: '',
};

function literal(cell: Cell): string {
  if (cell === null) return 'null';
  if (typeof cell === 'boolean') return cell ? 'true' : 'false';
  if (typeof cell === 'bigint') return String(cell);
  if (typeof cell === 'number') return `'${numberText(cell)}'::double precision`;
  if (typeof cell === 'string') return quoteText(cell);
  return quoteText(cell.kind === 'bytes' ? `\\x${cell.text}` : cell.text) + castOf[cell.kind];
}

/** A double as Postgres reads it back; negative zero keeps its sign. */
export function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** What the session had is kept in a setting of our own: `default` would be what the server has. */
function lockTimeout(milliseconds: number | null): string {
  const set = (name: string, value: string) => `pg_catalog.set_config('${name}', ${value}, true)`;
  if (milliseconds === null) return `select ${set('lock_timeout', "current_setting('tsdbt.lock_timeout')")}`;
  const keep = set('tsdbt.lock_timeout', "current_setting('lock_timeout')");
  return `select ${keep}, ${set('lock_timeout', `'${milliseconds}ms'`)}`;
}

/** Functions that are usual elsewhere, and that Postgres has not: where a query calls one, somebody has made it. */
const foreignFunctions: ReadonlySet<string> = new Set([
  ...['dateadd', 'datediff', 'datetime', 'glob', 'group_concat', 'hex', 'ifnull', 'iif', 'instr', 'json_extract'],
  ...[
    'json_group_array',
    'json_group_object',
    'json_insert',
    'json_patch',
    'json_quote',
    'json_remove',
    'json_replace',
  ],
  ...['json_set', 'json_tree', 'json_type', 'json_valid', 'julianday', 'likelihood', 'likely', 'log2', 'median', 'nvl'],
  ...[
    'printf',
    'quote',
    'soundex',
    'square',
    'strftime',
    'timediff',
    'total',
    'truncate',
    'typeof',
    'unhex',
    'unicode',
  ],
  ...['unixepoch', 'unlikely'],
]);

export const postgresDialect: Dialect = {
  quoteIdentifier,
  renderRelation: (relation) => renderParts(relation, ['database', 'schema', 'identifier']),
  literal,
  seedType: (type) => seedTypes[type],
  textType: 'text',
  namedLock: (name) => `select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(${quoteText(name)}, 0))`,
  ownerOf: (relation) =>
    `(select pg_catalog.pg_get_userbyid(relowner) from pg_catalog.pg_class where oid = pg_catalog.to_regclass(${quoteText(renderParts(relation, ['schema', 'identifier']))}))`,
  markOf,
  queryForms: {
    hasDollarTexts: true,
    changingTexts: ['now', 'today', 'tomorrow', 'yesterday'],
    foreignFunctions,
  },
  lockTimeout,
  holdDefinition: (table) =>
    `lock table only ${renderParts(table, ['database', 'schema', 'identifier'])} in share update exclusive mode`,
  foldIdentifier: (name, isQuoted) => (isQuoted ? name : name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())),
};
