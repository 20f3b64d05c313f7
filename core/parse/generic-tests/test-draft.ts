/** A generic test as a property file declares it, turned into the draft of its node. */
import type { TestEntry } from '../../project/property-file.js';
import type { JsonObject } from '../../resources/json.js';
import { tagsOf } from '../nodes/config/settled-config.js';
import { fqnOf } from '../nodes/identity.js';
import type { NodeDraft } from '../nodes/node-draft.js';
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
  /** The tested node's name, or the source's and the table's. */
  readonly tested: readonly string[];
  readonly isSource: boolean;
  /** Tags that tests inherit. */
  readonly tags: readonly string[];
  /** Column, quoted when the column is; null for tests of the whole. */
  readonly columnName: string | null;
}

/** The draft of a test's node, and what its rendering depends on. */
export interface TestDraft {
  readonly draft: NodeDraft;
  readonly kwargs: JsonObject;
  /** The code without the alias that a long name gives, and that alias. */
  readonly plainCode: string;
  readonly alias: string | null;
}

/** Config rendered: tests' own config is written with templates that see what property files see. */
export function draftTest(target: TestTarget, entry: TestEntry, config: JsonObject): TestDraft {
  const kwargs = testKwargs(target, entry);
  const named = entry.namespace === null ? entry.name : `${entry.namespace}_${entry.name}`;
  const type = target.isSource ? `source_${named}` : named;
  const generated = nameTest(type, target.nameInTests, kwargs);
  const names = entry.customName === null ? generated : { full: entry.customName, short: entry.customName };
  const hasAlias = config.alias !== undefined && config.alias !== null;
  const alias = names.short === names.full || hasAlias ? null : names.short;
  const write = (settings: JsonObject) => writeTestCode(`test_${entry.name}`, entry.namespace, settings);
  const plainCode = write(config);
  const text = alias === null ? plainCode : write({ ...config, alias });
  const metadata = { name: entry.name, namespace: entry.namespace, kwargs };
  const { file, line, column } = entry.location;
  const draft: NodeDraft = {
    uniqueId: `test.${target.packageName}.${names.full}.${hashTest(names.full, metadata)}`,
    name: names.full,
    packageName: target.packageName,
    path: `${names.short}.sql`,
    originalFilePath: target.filePath,
    fqn: fqnOf(target.packageName, target.searchPath, names.full),
    location: entry.location,
    source: { text, file, line, column },
    checksum: NO_CHECKSUM,
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
    ownTags: target.tags.length === 0 ? tagsOf([], config) : [...target.tags, ...tagsOf([], config)],
  };
  return { draft, kwargs, plainCode, alias };
}

const NO_CHECKSUM = { name: 'none', checksum: '' } as const;

/** Arguments as written, then the column and the model. An argument `column_name` of a test of the whole stays. */
function testKwargs(target: TestTarget, entry: TestEntry): JsonObject {
  const call = `${target.isSource ? 'source' : 'ref'}(${target.tested.map(quoted).join(', ')})`;
  const model = `{{ get_where_subquery(${call}) }}`;
  if (target.columnName === null) return { ...entry.arguments, model };
  if (Object.keys(entry.arguments).length === 0) return { column_name: target.columnName, model };
  return { column_name: target.columnName, ...entry.arguments, model };
}

/** A name as a string of the template language. */
function quoted(name: string): string {
  return `'${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
