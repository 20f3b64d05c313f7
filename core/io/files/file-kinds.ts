/** Which files of which folders are read, and as what. One literal table. */

import type { SourceFileKind } from '../../parse/source-file.js';
import type { ResourcePaths } from '../../project/project-config.js';

/** Files with this ending, under the folders of this resource, are of this kind. */
export interface FileRule {
  readonly folder: keyof ResourcePaths;
  readonly endings: readonly string[];
  readonly kind: SourceFileKind;
}

const PROPERTY_ENDINGS = ['.yml', '.yaml'];

export const fileRules: readonly FileRule[] = [
  { folder: 'macro', endings: ['.sql'], kind: 'macro' },
  { folder: 'model', endings: ['.sql', '.py'], kind: 'model' },
  { folder: 'snapshot', endings: ['.sql'], kind: 'snapshot' },
  { folder: 'analysis', endings: ['.sql'], kind: 'analysis' },
  { folder: 'test', endings: ['.sql'], kind: 'test' },
  { folder: 'seed', endings: ['.csv'], kind: 'seed' },
  { folder: 'docs', endings: ['.md'], kind: 'docs' },
  { folder: 'model', endings: PROPERTY_ENDINGS, kind: 'properties' },
  { folder: 'seed', endings: PROPERTY_ENDINGS, kind: 'properties' },
  { folder: 'snapshot', endings: PROPERTY_ENDINGS, kind: 'properties' },
  { folder: 'analysis', endings: PROPERTY_ENDINGS, kind: 'properties' },
  { folder: 'macro', endings: PROPERTY_ENDINGS, kind: 'properties' },
  { folder: 'test', endings: PROPERTY_ENDINGS, kind: 'properties' },
];

/** Generic tests lie in `generic/` below a folder of tests and are macros. */
export function kindOf(rule: FileRule, searchPath: string): SourceFileKind {
  return rule.kind === 'test' && searchPath.startsWith('generic/') ? 'macro' : rule.kind;
}
