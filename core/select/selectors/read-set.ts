/** `{union: [...]}` and `{intersection: [...]}` of selectors.yml to an expression. */
import { describePath } from '../../project/schema/validate.js';
import type { KeyPath } from '../../project/yaml/yaml-document.js';
import { isMapping, type Json, type JsonObject } from '../../resources/json.js';
import type { Expression, SetExpression } from '../expression.js';
import { type DefinitionReader, mustBe, readExclude, report, without } from './definition-reader.js';

type SetKind = Exclude<SetExpression['kind'], 'difference'>;

/** `{union: [...]}`: an entry `exclude:` of the list is taken off what the others choose. */
export function readSet(value: JsonObject, kind: SetKind, path: KeyPath, reader: DefinitionReader): Expression | null {
  const others = Object.keys(value).filter((key) => key !== kind);
  for (const key of others) {
    const message = `\`${describePath(path)}\` has \`${kind}\` and so no other key; found \`${key}\`.`;
    const hint = key === 'exclude' ? `Make it an entry of the list under \`${kind}:\`.` : undefined;
    report(reader, { message, hint, location: reader.document.locateKey([...path, key]) });
  }
  const list = value[kind];
  if (!Array.isArray(list)) return mustBe(list, [...path, kind], reader, 'a list');
  return readList(list, kind, [...path, kind], reader);
}

function readList(list: readonly Json[], kind: SetKind, path: KeyPath, reader: DefinitionReader): Expression | null {
  const entries = list.map((entry, index) => ({ entry, at: [...path, index] }));
  const excludes = entries.filter(
    ({ entry }) => isMapping(entry) && Object.hasOwn(entry, 'exclude') && !('method' in entry),
  );
  for (const { at } of excludes.slice(1)) {
    const message = `\`${describePath(path)}\` has more than one \`exclude\`.`;
    report(reader, {
      message,
      hint: 'Put all into one list.',
      location: reader.document.locateKey([...at, 'exclude']),
    });
  }
  const excluded = excludes.slice(0, 1).map(({ entry, at }) => readOnlyExclude(entry as JsonObject, at, reader));
  const parts = entries
    .filter((entry) => !excludes.includes(entry))
    .map(({ entry, at }) => reader.read(entry, at, reader));
  if (excludes.length > 1 || [...excluded, ...parts].includes(null)) return null;
  const known = parts.filter((part) => part !== null);
  return without({ kind, parts: known, releasesTests: false }, (excluded as Expression[][])[0] ?? []);
}

function readOnlyExclude(entry: JsonObject, path: KeyPath, reader: DefinitionReader): readonly Expression[] | null {
  const other = Object.keys(entry).find((key) => key !== 'exclude');
  if (other === undefined) return readExclude(entry.exclude, [...path, 'exclude'], reader);
  const message = `\`${describePath(path)}\` has \`exclude\` and so no other key; found \`${other}\`.`;
  return report(reader, { message, location: reader.document.locateKey([...path, other]) });
}
