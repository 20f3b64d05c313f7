/** Settings of single columns. Those of a column that has vanished have no statement. Pure. */
import type { HandMade } from '../../../../core/adapter/introspector.js';
import { quoteIdentifier, quoteText } from '../../../common/quoting.js';
import { renderOption } from '../recreate-view.js';
import { keepsColumn, nextName, object, type SettingParts, setting, wordOf } from './setting.js';
import type { ColumnFacts } from './setting-query.js';

export function columnSettings(parts: SettingParts): readonly HandMade[] {
  const kept = parts.facts.columns.filter(({ name }) => keepsColumn(parts, name));
  const gone = parts.facts.columns.filter(({ name }) => !keepsColumn(parts, name));
  return [
    ...kept.flatMap((column) => ofColumn(parts, column)),
    ...gone.flatMap((column) => ofColumn(parts, column).map((item) => ({ ...item, statements: null }))),
  ];
}

function ofColumn(parts: SettingParts, column: ColumnFacts): readonly HandMade[] {
  const { facts } = parts;
  const name = nextName(parts);
  const isTable = facts.next.kind === 'r';
  const alter = `alter ${wordOf(facts.next.kind)} ${name} alter column ${quoteIdentifier(column.name)}`;
  const on = ` of column ${column.name}`;
  const table = (what: string, ...statements: string[]) => setting(what, isTable ? statements : null);
  const found: (HandMade | false)[] = [
    column.notNull && table(`not null${on}`, notNull(parts, column, alter)),
    column.statistics !== null && table(`statistics target${on}`, `${alter} set statistics ${column.statistics}`),
    column.storage !== null && table(`storage${on}`, `${alter} set storage ${column.storage}`),
    column.compression !== null && table(`compression${on}`, `${alter} set compression ${column.compression}`),
    column.options.length > 0 && table(`options${on}`, `${alter} set (${column.options.map(renderOption).join(', ')})`),
    column.isGenerated && setting(`generated expression${on}`, null),
    column.identity !== null && identity(parts, column, alter),
    column.default !== null &&
      setting(`default${on}`, facts.next.kind === 'm' ? null : [`${alter} set default ${column.default}`]),
    column.comment !== null &&
      setting(`comment${on}`, [
        `comment on column ${name}.${quoteIdentifier(column.name)} is ${quoteText(column.comment)}`,
      ]),
  ];
  return found.filter((item) => item !== false);
}

function notNull(parts: SettingParts, { name, notNullName }: ColumnFacts, alter: string): string {
  if (notNullName === null) return `${alter} set not null`;
  return `alter table ${nextName(parts)} add constraint ${quoteIdentifier(notNullName)} not null ${quoteIdentifier(name)}`;
}

/** Numbers go on where they were. */
function identity(parts: SettingParts, column: ColumnFacts, alter: string): HandMade {
  const { sequence } = column;
  const options = sequence === null ? '' : ` (${sequence.options})`;
  const last = sequence?.last ?? null;
  const place = `${quoteText(nextName(parts))}, ${quoteText(column.name)}`;
  const statements = [
    `${alter} set not null`,
    `${alter} add generated ${column.identity} as identity${options}`,
    ...(last === null ? [] : [`select pg_catalog.setval(pg_catalog.pg_get_serial_sequence(${place}), ${last})`]),
  ];
  const what = `identity of column ${column.name}`;
  return object({ what, definition: what, statements: parts.facts.next.kind === 'r' ? statements : null });
}

/** Sequences belong to nobody while the relations change places, so that they do not go with the old one. */
export function freeSequences({ facts }: SettingParts): readonly HandMade[] {
  return facts.columns.flatMap(({ ownedSequences }) =>
    ownedSequences.map((sequence) => setting(`sequence ${sequence}`, [`alter sequence ${sequence} owned by none`])),
  );
}

/** For when the relation has its owner, who must be that of the sequences. */
export function ownedSequences(parts: SettingParts): readonly HandMade[] {
  return parts.facts.columns.flatMap(({ name, ownedSequences: owned }) =>
    owned.map((sequence) => {
      const column = `${nextName(parts)}.${quoteIdentifier(name)}`;
      const mayOwn = parts.facts.next.kind === 'r' && keepsColumn(parts, name);
      const what = `tie to sequence ${sequence} of column ${name}`;
      return setting(what, mayOwn ? [`alter sequence ${sequence} owned by ${column}`] : null);
    }),
  );
}
