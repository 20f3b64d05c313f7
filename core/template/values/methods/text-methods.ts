/** Methods of strings, collected from their topics. */
import type { MethodTable } from './method.js';
import { textCaseMethods } from './text/case.js';
import { textFormatMethods } from './text/format.js';
import { textKindMethods } from './text/kind.js';
import { textPaddingMethods } from './text/padding.js';
import { textSearchMethods } from './text/search.js';
import { textSplitMethods } from './text/split.js';

export const textMethods: MethodTable<string> = new Map([
  ...textCaseMethods,
  ...textFormatMethods,
  ...textKindMethods,
  ...textPaddingMethods,
  ...textSearchMethods,
  ...textSplitMethods,
]);
