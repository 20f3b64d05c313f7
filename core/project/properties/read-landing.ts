/** `external:` of a source table, as landing reads it; keys of other tools are kept and, when they would mislead, named. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { JsonObject } from '../../resources/json.js';
import type { LandingConfig } from '../property-file.js';
import type { ExternalShape } from '../schema/property-file.js';
import type { KeyPath } from '../yaml/yaml-document.js';
import { locator, type RawEntry } from './entry.js';

export interface LandingPlace {
  readonly below: KeyPath;
  readonly diagnostics: Diagnostic[];
}

/** The landing of a table; null when `external` names no files, as other tools' may not. */
export function readLanding(
  entry: RawEntry,
  shape: ExternalShape | null | undefined,
  { below, diagnostics }: LandingPlace,
): LandingConfig | null {
  const locations = [shape?.location ?? []].flat();
  if (shape === null || shape === undefined || locations.length === 0) return null;
  const locate = locator(entry, ...below);
  const report = (key: string, message: string) =>
    diagnostics.push({ code: 'TSDBT_PROPERTIES_INVALID', severity: 'error', message, location: locate([key]) });
  for (const key of ['delimiter', 'quote', 'escape'] as const) {
    const text = shape[key];
    if (typeof text === 'string' && [...text].length > 1)
      report(key, `\`${key}\` must be one character, found "${text}".`);
  }
  if (shape.delimiter === '') report('delimiter', '`delimiter` is empty; leave it out for a comma.');
  if (shape.partitions !== undefined) diagnostics.push(noPartitions(locate(['partitions'])));
  return {
    locations: locations.map((location) => location.replaceAll('\\', '/')),
    format: 'csv',
    delimiter: shape.delimiter ?? ',',
    encoding: shape.encoding ?? 'utf-8',
    quote: shape.quote === '' ? null : (shape.quote ?? '"'),
    escape: shape.escape ?? null,
    header: shape.header ?? {},
    nullValues: shape.null_values ?? [],
    raw: shape as JsonObject,
    location: locate([]),
  };
}

function noPartitions(location: Diagnostic['location']): Diagnostic {
  const message = '`partitions` has no effect: each file is loaded into one table.';
  return {
    code: 'TSDBT_FEATURE_UNBUILT',
    severity: 'warning',
    message,
    ...(location === undefined ? {} : { location }),
  };
}
