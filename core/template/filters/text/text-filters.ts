/** Filters that change the letters of a text. */

import type { Dict } from '../../values/dict.js';
import { formatPercent } from '../../values/format/percent.js';
import { integerArgument } from '../../values/methods/arguments.js';
import { capitalize } from '../../values/methods/text/case.js';
import { center, strip } from '../../values/methods/text/padding.js';
import { replace } from '../../values/methods/text/search.js';
import { isTruthy } from '../../values/operators/truth.js';
import { PythonError } from '../../values/python-error.js';
import { str } from '../../values/text.js';
import { hasSurrogates } from '../../values/types/code-points.js';
import type { Tuple, Value } from '../../values/value.js';
import type { FilterGroup } from '../filter.js';

export const textFilters: FilterGroup = {
  capitalize: ['', (value) => capitalize(str(value))],
  center: ['width=80', (value, [width]) => center(str(value), integerArgument(width))],
  format: ['*args, **kwargs', (value, [args, kwargs]) => format(str(value), args as Tuple, kwargs as Dict)],
  lower: ['', (value) => str(value).toLowerCase()],
  replace: [
    'old, new, count=None',
    (value, [old, replacement, count]) =>
      replace(str(value), str(old), {
        replacement: str(replacement),
        limit: count === null ? -1 : integerArgument(count),
      }),
  ],
  safe: ['', (value) => str(value)],
  string: ['', (value) => str(value)],
  title: ['', (value) => titleCase(str(value))],
  trim: ['chars=None', (value, [chars]) => strip(str(value), chars)],
  truncate: [
    'length=255, killwords=False, end="...", leeway=None',
    (value, [length, killsWords, end, leeway]) => truncate(str(value), { length, killsWords, end, leeway }),
  ],
  upper: ['', (value) => str(value).toUpperCase()],
  wordcount: ['', (value) => str(value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0],
};

function format(text: string, args: Tuple, kwargs: Dict): string {
  if (args.items.length > 0 && kwargs.size() > 0) {
    throw new PythonError('FilterArgumentError', "can't handle positional and keyword arguments at the same time");
  }
  return formatPercent(text, kwargs.size() > 0 ? kwargs : args);
}

/** Words begin after white space, a hyphen or an opening bracket. */
function titleCase(text: string): string {
  const words = text.split(/([-\s({[<]+)/u).map((word) => {
    const [first = '', ...rest] = word;
    return first.toUpperCase() + rest.join('').toLowerCase();
  });
  return words.join('');
}

interface Truncation {
  readonly length: Value;
  readonly killsWords: Value;
  readonly end: Value;
  readonly leeway: Value;
}

function truncate(text: string, { length, killsWords, end, leeway }: Truncation): string {
  const characters = hasSurrogates(text) ? Array.from(text) : text;
  const limit = integerArgument(length);
  const ending = str(end);
  const tolerance = leeway === null ? 5 : integerArgument(leeway);
  requireAtLeast(limit, ending.length, 'length');
  requireAtLeast(tolerance, 0, 'leeway');
  if (characters.length <= limit + tolerance) return text;
  const kept = Array.from(text)
    .slice(0, limit - ending.length)
    .join('');
  if (isTruthy(killsWords)) return kept + ending;
  const space = kept.lastIndexOf(' ');
  return (space === -1 ? kept : kept.slice(0, space)) + ending;
}

function requireAtLeast(number: number, least: number, name: string): void {
  if (number < least) throw new PythonError('AssertionError', `expected ${name} >= ${least}, got ${number}`);
}
