/** The public view of nodes: what programs want to know of one, without the parts that only stages need. */
import type { Diagnostic, Location } from '../../../diagnostics/diagnostic.js';
import type { JsonObject } from '../../../resources/json.js';

/** A resource of the project that can be selected. */
export interface NodeInfo {
  /** `model.shop.orders`. */
  readonly uniqueId: string;
  readonly name: string;
  readonly resourceType: 'model' | 'seed' | 'snapshot' | 'test' | 'analysis' | 'operation' | 'source' | 'exposure';
  readonly packageName: string;
  readonly fqn: readonly string[];
  /** The file that declares it, relative to the package: `models/orders.sql`. */
  readonly path: string;
  /** Where it is declared; for a generic test the line of the property file. */
  readonly location: Location;
  readonly description: string;
  readonly tags: readonly string[];
  readonly meta: JsonObject;
  /** Effective config, keys in dbt's spelling. */
  readonly config: JsonObject;
  /** The name to use in SQL, quoted; null of what has no relation (ephemeral models, analyses, exposures, most tests). */
  readonly relation: string | null;
  /** Unique ids of what it reads. */
  readonly dependsOn: readonly string[];
  /** Of a generic test: the node and the column that it tests. */
  readonly attachedNode: string | null;
  readonly columnName: string | null;
}

/** What `ls` answers. */
export interface Listing {
  readonly nodes: readonly NodeInfo[];
  /** A criterion that matches nothing, for instance. */
  readonly diagnostics: readonly Diagnostic[];
}
