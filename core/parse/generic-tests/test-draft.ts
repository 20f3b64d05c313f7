/** A generic test as a property file declares it, turned into the draft of its node. */
import type { TestEntry } from '../../project/property-file.js';
import type { JsonObject } from '../../resources/json.js';
import { fqnOf } from '../nodes/identity.js';
import type { NodeDraft } from '../nodes/node-draft.js';
import { tagsOf } from '../nodes/settled-config.js';
import { writeTestCode } from './test-code.js';
import { hashTest, nameTest } from './test-name.js';

/** What a test is declared on. */
export interface TestTarget {
  readonly packageName: string;
  /** Path of the property file within its resource folder, and within its package. */
  readonly searchPath: string;
  readonly filePath: string;
  /** `models.stg_orders`, `sources.erp`. */
  readonly fileKeyName: string;
  /** In test names: the node's name, `source_table` for sources. */
  readonly nameInTests: string;
  /** `ref('stg_orders')` or `source('erp', 'orders')`. */
  readonly call: string;
  readonly isSource: boolean;
  /** Tags that tests inherit. */
  readonly tags: readonly string[];
  /** Column, quoted when the column is; null for tests of the whole. */
  readonly columnName: string | null;
}

/** Config rendered: tests' own config is written with templates that see what property files see. */
export function draftTest(target: TestTarget, entry: TestEntry, config: JsonObject): NodeDraft {
  const kwargs = testKwargs(target, entry);
  const type = [target.isSource ? 'source' : null, entry.namespace, entry.name]
    .filter((part) => part !== null)
    .join('_');
  const generated = nameTest(type, target.nameInTests, kwargs);
  const names = entry.customName === null ? generated : { full: entry.customName, short: entry.customName };
  const hasAlias = config.alias !== undefined && config.alias !== null;
  const settings = names.short === names.full || hasAlias ? config : { ...config, alias: names.short };
  const metadata = { name: entry.name, namespace: entry.namespace, kwargs };
  const { file, line, column } = entry.location;
  return {
    uniqueId: `test.${target.packageName}.${names.full}.${hashTest(names.full, metadata)}`,
    name: names.full,
    packageName: target.packageName,
    path: `${names.short}.sql`,
    originalFilePath: target.filePath,
    fqn: fqnOf(target.packageName, target.searchPath, names.full),
    location: entry.location,
    source: { text: writeTestCode(`test_${entry.name}`, entry.namespace, settings), file, line, column },
    checksum: { name: 'none', checksum: '' },
    description: { text: entry.description, location: entry.location },
    columns: [],
    patchPath: null,
    propertyLevel: null,
    particulars: {
      resourceType: 'test',
      testMetadata: metadata,
      columnName: target.columnName,
      attachedNode: null,
      fileKeyName: target.fileKeyName,
    },
    ownTags: [...target.tags, ...tagsOf([], config)],
  };
}

/** Arguments as written, then the column and the model. An argument `column_name` of a test of the whole stays. */
function testKwargs(target: TestTarget, entry: TestEntry): JsonObject {
  const own: JsonObject = target.columnName === null ? {} : { column_name: target.columnName };
  return { ...own, ...entry.arguments, model: `{{ get_where_subquery(${target.call}) }}` };
}
