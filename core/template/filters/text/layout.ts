/** Filters that lay text out in lines. */
import { checkTextLength, MAX_FORMAT_WIDTH } from '../../values/limits.js';
import { integerArgument } from '../../values/methods/arguments.js';
import { splitLines } from '../../values/methods/text/split.js';
import { isTruthy } from '../../values/operators/truth.js';
import { valueError } from '../../values/python-error.js';
import { repr, str } from '../../values/text.js';
import type { Value } from '../../values/value.js';
import type { FilterGroup } from '../filter.js';
import { wrapLine } from './wrap.js';

export const layoutFilters: FilterGroup = {
  indent: [
    'width=4, first=False, blank=False',
    (value, [width, first, blank]) =>
      indent(str(value), indentationOf(width), { first: isTruthy(first), blank: isTruthy(blank) }),
  ],
  pprint: ['', (value) => repr(value)],
  wordwrap: [
    'width=79, break_long_words=True, wrapstring=None, break_on_hyphens=True',
    (value, [width, breaksWords, wrapText, breaksHyphens]) => {
      const options = { breaksWords: isTruthy(breaksWords), breaksHyphens: isTruthy(breaksHyphens) };
      const separator = wrapText === null ? '\n' : str(wrapText);
      const limit = integerArgument(width);
      if (limit <= 0) throw valueError(`invalid width ${limit} (must be > 0)`);
      const lines = splitLines(str(value), false).map((line) => wrapLine(line, limit, options));
      checkTextLength(lines.flat().reduce((sum, line) => sum + line.length + separator.length, 0));
      return lines.map((line) => line.join(separator)).join(separator);
    },
  ],
};

function indentationOf(width: Value): string {
  if (typeof width === 'string') return width;
  const count = integerArgument(width);
  checkTextLength(count);
  if (count > MAX_FORMAT_WIDTH) throw valueError(`indentation of ${count} is larger than ${MAX_FORMAT_WIDTH} allowed`);
  return ' '.repeat(Math.max(count, 0));
}

/** Indents all lines but the first and the blank ones, unless asked to. A break at the end is kept. */
function indent(text: string, indentation: string, options: { first: boolean; blank: boolean }): string {
  const lines = splitLines(`${text}\n`, false);
  checkTextLength(text.length + lines.length * indentation.length);
  const [head = '', ...rest] = lines;
  const indented = rest.map((line) => (line !== '' || options.blank ? indentation + line : line));
  return (options.first ? indentation : '') + [head, ...indented].join('\n');
}
