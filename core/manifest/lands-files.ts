/** Which sources `load` fills. */
import type { SourceNode } from '../resources/node.js';

/** Whether `external:` names files to land. Other tools keep keys of their own there, or an address on the network. */
export function landsFiles({ external }: SourceNode): boolean {
  const location = external?.location;
  const locations = typeof location === 'string' ? [location] : Array.isArray(location) ? location : [];
  return locations.length > 0 && locations.every((item) => typeof item === 'string' && !item.includes('://'));
}
