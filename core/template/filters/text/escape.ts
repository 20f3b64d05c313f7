/** Filters for HTML and URLs. Without autoescaping, text that was escaped is text like any other. */
import { pairsOf } from '../../values/methods/dict-methods.js';
import { isTruthy, tryIterate } from '../../values/operators/truth.js';
import { PythonError, typeError, valueError } from '../../values/python-error.js';
import { repr, str } from '../../values/text.js';
import { typeName } from '../../values/types/type-name.js';
import { TemplateObject, UndefinedValue, type Value } from '../../values/value.js';
import type { FilterGroup } from '../filter.js';

export const escapeFilters: FilterGroup = {
  e: ['', (value) => escapeHtml(str(value))],
  escape: ['', (value) => escapeHtml(str(value))],
  forceescape: ['', (value) => escapeHtml(str(value))],
  striptags: ['', (value) => stripTags(str(value))],
  urlencode: ['', (value) => urlEncode(value)],
  xmlattr: ['autospace=True', (value, [autospace]) => xmlAttributes(value, isTruthy(autospace))],
};

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&#34;'],
  ["'", '&#39;'],
]);

const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\xa0'],
]);

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES.get(character) as string);
}

function unescapeHtml(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]+));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED.get(name) ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function stripTags(text: string): string {
  const bare = withoutTags(withoutParts(text, '<!--', '-->'));
  return unescapeHtml(bare.split(/\s+/u).filter(Boolean).join(' '));
}

function withoutTags(text: string): string {
  return withoutParts(text, '<', '>');
}

/** The text without what lies between marks; an opening mark without its end stays. */
function withoutParts(text: string, open: string, close: string): string {
  let kept = '';
  let from = 0;
  for (let start = text.indexOf(open); start !== -1; start = text.indexOf(open, from)) {
    const end = text.indexOf(close, start + open.length);
    if (end === -1) break;
    kept += text.slice(from, start);
    from = end + close.length;
  }
  return kept + text.slice(from);
}

/** A text is quoted but for slashes; pairs become a query, in which slashes are quoted too. */
function urlEncode(value: Value): string {
  const isPairs = typeof value !== 'string' && tryIterate(value) !== null && !(value instanceof UndefinedValue);
  if (!isPairs) return quoteUrl(str(value)).replaceAll('%2F', '/');
  return pairsOf(value)
    .map(([key, item]) => `${quoteQuery(str(key))}=${quoteQuery(str(item))}`)
    .join('&');
}

function quoteUrl(text: string): string {
  const code = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd')).replace(/[!'()*]/g, code);
}

function quoteQuery(text: string): string {
  return quoteUrl(text).replaceAll('%20', '+');
}

function xmlAttributes(value: Value, hasSpace: boolean): string {
  if (!(value instanceof TemplateObject) || !value.isMapping) {
    throw new PythonError('AttributeError', `'${typeName(value)}' object has no attribute 'items'`);
  }
  const attributes = pairsOf(value)
    .filter(([, item]) => item !== null && !(item instanceof UndefinedValue))
    .map(([key, item]) => `${attributeName(key)}="${escapeHtml(str(item))}"`);
  const text = attributes.join(' ');
  return hasSpace && text !== '' ? ` ${text}` : text;
}

function attributeName(key: Value): string {
  if (typeof key !== 'string') throw typeError(`expected string or bytes-like object, got '${typeName(key)}'`);
  if (/[\s/>=]/u.test(key)) throw valueError(`Invalid character in attribute name: ${repr(key)}`);
  return escapeHtml(key);
}
