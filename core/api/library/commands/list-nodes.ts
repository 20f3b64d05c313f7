/** `ls` for programs: a selection, as nodes. */
import { selectForCommand } from '../../select-for-command.js';
import { checkOptions } from '../known-options.js';
import { loadedOf } from '../loaded.js';
import { selectionOf } from '../settings.js';
import { throwErrors, toTsdbtError } from '../to-error.js';
import { scrubbed } from '../to-public.js';
import type { Listing } from '../types/nodes.js';
import type { SelectionOptions } from '../types/options.js';
import type { Project } from '../types/project.js';

/** The selected nodes by unique id; throws for a selection that means nothing. */
export function listNodes(project: Project, options: SelectionOptions): Listing {
  checkOptions('run', options);
  const { project: loaded, scrub } = loadedOf(project);
  try {
    const { value, diagnostics } = selectForCommand(loaded, selectionOf(options, loaded.config.flags));
    throwErrors(diagnostics);
    const nodes = project.nodes.filter(({ uniqueId }) => value.ids.has(uniqueId));
    return { nodes, diagnostics: diagnostics.map((each) => scrubbed(each, scrub)) };
  } catch (error) {
    throw toTsdbtError(error, scrub);
  }
}
