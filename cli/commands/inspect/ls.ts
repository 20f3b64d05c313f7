/** `ls`: lists the selected nodes, one a line: selectors, names, paths, or JSON objects. */
import {
  createWarningPolicy,
  type GraphNode,
  jsonText,
  type Project,
  selectForCommand,
  toNodeDict,
  writeManifest,
} from '../../../core/index.js';
import type { ExitCode } from '../../command-entry.js';
import { isEmptySelectionError } from '../../execution/empty-selection.js';
import { selectionRequest } from '../../execution/run-requests.js';
import { chooseOutput } from '../../flags/choose-output.js';
import type { Invocation } from '../../invocation/invocation.js';

/** Keys of a JSON object when `--output-keys` names none. */
const defaultKeys = [
  ...['alias', 'name', 'package_name', 'depends_on', 'tags', 'config', 'resource_type', 'source_name'],
  ...['original_file_path', 'unique_id'],
];

/** Writes to stdout nothing but the list. */
export async function ls(invocation: Invocation, project: Project): Promise<ExitCode> {
  const { flags, output, reporter } = invocation;
  const form = chooseOutput(flags.output, ['selector', 'name', 'path', 'json'], reporter);
  if (form === null) return 2;
  const selected = selectForCommand(project, selectionRequest(flags));
  const said = createWarningPolicy(flags)(selected.diagnostics);
  reporter.diagnostics(said);
  if (said.some(({ severity }) => severity === 'error')) return 2;
  const { nodes, sources, exposures } = project.manifest;
  const all: GraphNode[] = [...nodes.values(), ...sources.values(), ...exposures.values()];
  const chosen = all
    .filter((node) => selected.value.ids.has(node.uniqueId))
    .sort((a, b) => (a.uniqueId < b.uniqueId ? -1 : 1));
  if (chosen.length === 0 && isEmptySelectionError(invocation, 'No nodes selected!')) return 2;
  const keys = flags.outputKeys?.flatMap((word) => word.split(/[\s,]+/)).filter((word) => word !== '') ?? defaultKeys;
  const lines = chosen.map((node) => (form === 'json' ? jsonOf(node, keys) : lineOf(node, form)));
  if (lines.length > 0) reporter.data(lines.join('\n'), form === 'json' ? 'json' : 'text');
  if (flags.writeJson) await writeManifest(project, output.scrub);
  return 0;
}

function lineOf(node: GraphNode, form: 'selector' | 'name' | 'path'): string {
  if (form === 'path') return node.originalFilePath;
  if (form === 'name') return node.resourceType === 'source' ? `${node.sourceName}.${node.name}` : node.name;
  if (node.resourceType === 'source') return `source:${node.packageName}.${node.sourceName}.${node.name}`;
  if (node.resourceType === 'exposure') return `exposure:${node.packageName}.${node.name}`;
  return node.fqn.join('.');
}

function jsonOf(node: GraphNode, keys: readonly string[]): string {
  const dict = toNodeDict(node);
  return jsonText(Object.fromEntries(Object.entries(dict).filter(([key]) => keys.includes(key))));
}
