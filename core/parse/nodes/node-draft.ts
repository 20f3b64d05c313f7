/** A node before its rendering: what its file and its property entry say. */
import type { Location } from '../../diagnostics/diagnostic.js';
import type { ConfigLevel } from '../../project/config/resolve-config.js';
import type { ColumnEntry } from '../../project/property-file.js';
import type { NodeCore } from '../../resources/node.js';
import type { TemplateSource } from '../../template/template.js';
import type { ParsedNode } from '../parsed-project.js';

/** The fields that only nodes of one type have. */
export type Particulars = ParsedNode extends infer N
  ? N extends ParsedNode
    ? Pick<N, 'resourceType'> & Omit<N, keyof NodeCore | 'resourceType' | 'macros'>
    : never
  : never;

export interface NodeDraft {
  readonly uniqueId: string;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly originalFilePath: string;
  readonly fqn: readonly string[];
  readonly location: Location;
  /** Null when there is no code to render: seeds. */
  readonly source: TemplateSource | null;
  readonly checksum: NodeCore['checksum'];
  /** As written; null when nothing describes the node. */
  readonly description: { readonly text: string; readonly location: Location } | null;
  readonly columns: readonly ColumnEntry[];
  readonly patchPath: string | null;
  /** Config of the property entry, its `tags`, `meta`, `docs` and the like put in. */
  readonly propertyLevel: ConfigLevel | null;
  readonly particulars: Particulars;
  /** Tags that come from elsewhere than config: of the tested column, of the hook's place. */
  readonly ownTags: readonly string[];
}
