/** A loaded project with a query of the caller's as one node more. The project itself stays as it is. */
import { type Diagnostic, hasErrors } from '../../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../../diagnostics/error.js';
import type { EventSink } from '../../../execute/events.js';
import { addNode } from '../../../manifest/add-node.js';
import { baseContexts } from '../../../parse/nodes/base-contexts.js';
import { createParseMemory } from '../../../parse/nodes/parse-memory.js';
import { parseInlineSql } from '../../../parse/resources/parse-project-hooks.js';
import { runAlways } from '../../../parse/reuse/parse-store.js';
import { createTracker } from '../../../parse/reuse/tracker.js';
import { contextSink } from '../../context-sink.js';
import type { Project as LoadedProject } from '../../load-project.js';

/** Parses the query, resolves what it refers to; throws what is wrong with it. */
export function withInlineSql(project: LoadedProject, sql: string, sink: EventSink): LoadedProject {
  const { config, manifest } = project;
  const diagnostics: Diagnostic[] = [];
  const tracker = createTracker(contextSink(sink));
  const bases = baseContexts(project, tracker);
  const context = {
    setting: project,
    ...bases,
    docs: manifest.docs,
    diagnostics,
    tracker,
    reuse: runAlways,
    memory: createParseMemory(config.quoting),
  };
  const parsed = parseInlineSql(context, sql);
  const added = addNode(manifest, parsed, config.name);
  const all = [...diagnostics, ...added.diagnostics];
  if (hasErrors(all)) throw new TsdbtError(all);
  return { ...project, manifest: added.value, inlineId: parsed.uniqueId };
}
