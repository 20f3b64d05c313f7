/** `ls`: lists the selected nodes, one a line: selectors, names, paths, or JSON objects. */
import { type GraphNode, type NodeSelectionRequest, type Project, writeManifest } from '../../../core/index.js';
import type { ExitCode } from '../../command-entry.js';
import { isEmptySelectionError } from '../../execution/empty-selection.js';
import { selectionRequest } from '../../execution/run-requests.js';
import { selectNodes } from '../../execution/select-nodes.js';
import { chooseOutput } from '../../flags/choose-output.js';
import type { FlagValues } from '../../flags/flag-values.js';
import { outputForms } from '../../flags/output-forms.js';
import type { Invocation } from '../../invocation/invocation.js';

import { listLines } from '../../listing/list-lines.js';

/** Analyses are listed only where they are asked for, as in dbt. */
const LISTED_TYPES = ['default'];

/** The selection of a list. */
export function listRequest(flags: FlagValues): NodeSelectionRequest {
  const request = selectionRequest(flags);
  return { ...request, resourceTypes: request.resourceTypes ?? LISTED_TYPES };
}

/** Writes to stdout nothing but the list. */
export async function ls(invocation: Invocation, project: Project): Promise<ExitCode> {
  const { flags, output, reporter } = invocation;
  const form = chooseOutput(flags.output, outputForms.ls, reporter);
  if (form === null) return 2;
  const selection = selectNodes(invocation, project, listRequest(flags));
  if (selection === null) return 2;
  const { nodes, sources, exposures } = project.manifest;
  const all: GraphNode[] = [...nodes.values(), ...sources.values(), ...exposures.values()];
  const chosen = all
    .filter((node) => selection.ids.has(node.uniqueId))
    .sort((a, b) => (a.uniqueId < b.uniqueId ? -1 : 1));
  if (chosen.length === 0 && isEmptySelectionError(invocation, 'No nodes selected!')) return 2;
  const lines = listLines(chosen, form, flags.outputKeys);
  if (lines.length > 0) reporter.data(lines.join('\n'), form === 'json' ? 'json' : 'text');
  if (flags.writeJson) await writeManifest(project, output.scrub);
  return 0;
}
