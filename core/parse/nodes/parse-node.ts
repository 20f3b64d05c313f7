/**
 * One node through stage 3: render for references and config, settle the config over all levels, generate its names.
 * A node with mistakes comes out too, so that what refers to it finds it; its mistakes are collected.
 */
import type { Relation } from '../../resources/relation.js';
import type { TemplateSource } from '../../template/template.js';
import type { NodePreview } from '../context/parse-scope.js';
import type { ParsedNode } from '../parsed-project.js';
import { assembleNode, parsedNodeDict } from './assemble-node.js';
import { previewConfig, settleConfig } from './config/resolve-node-config.js';
import { hooksOf, type NodeConfig } from './config/settled-config.js';
import { type GeneratedNames, generateNames } from './generate-names.js';
import type { NodeDraft } from './node-draft.js';
import { collecting, type ParseContext } from './parse-context.js';
import { type Rendering, renderNode } from './render-node.js';

const NO_REFERENCES = { refs: [], sources: [], macros: [] };

/** Renders the code of a node. */
type RenderCode = (source: TemplateSource, preview: NodePreview) => Rendering;

/** Gives the node with its effective config. */
export function parseNode(
  context: ParseContext,
  draft: NodeDraft,
  render: RenderCode = (source, preview) => renderNode(context, source, preview),
): ParsedNode {
  const defaults = defaultNames(context, draft);
  if (draft.source === null) {
    const settled = settleConfig(context, draft, []);
    const names = settleNames(context, draft, settled, defaults);
    return assembleNode(context, draft, { settled, names, references: NO_REFERENCES });
  }
  const rendering = render(draft.source, previewOf(context, draft, defaults));
  const settled = settleConfig(context, draft, rendering.configs);
  const { config, hookPlaces } = settled;
  const hooks = hooksOf(config, 'pre-hook', hookPlaces).concat(hooksOf(config, 'post-hook', hookPlaces));
  if (hooks.length > 0) rendering.renderHooks(hooks, draft.location);
  const names = settleNames(context, draft, settled, defaults);
  return assembleNode(context, draft, { settled, names, references: rendering.finish() });
}

/** The node as templates see it before its rendering has told its config: named after its file, in the target's schema. */
function previewOf(context: ParseContext, draft: NodeDraft, names: GeneratedNames): NodePreview {
  const { database, schema, alias: identifier } = names;
  const relation: Relation = { database, schema, identifier, quoting: context.memory.quoting, type: null };
  const dict = () => undescribedDict(context, draft, previewConfig(context, draft), names);
  return { packageName: draft.packageName, dict, relation };
}

function defaultNames({ setting }: ParseContext, draft: NodeDraft): GeneratedNames {
  const { database, schema } = setting.target.credentials;
  return { database, schema, alias: draft.name };
}

function settleNames(
  context: ParseContext,
  draft: NodeDraft,
  settled: NodeConfig,
  defaults: GeneratedNames,
): GeneratedNames {
  const { packageName, location } = draft;
  const dict = () => undescribedDict(context, draft, settled, defaults);
  return collecting(
    context,
    () =>
      generateNames(context, { packageName, plainName: plainNameOf(draft), location, dict, config: settled.config }),
    defaults,
  );
}

/** A version is part of the alias. */
function plainNameOf({ name, particulars }: NodeDraft): string | null {
  return 'version' in particulars && particulars.version !== null ? null : name;
}

/** Descriptions are rendered once, with the node itself. */
function undescribedDict(context: ParseContext, draft: NodeDraft, settled: NodeConfig, names: GeneratedNames) {
  const plain = { ...draft, description: null, columns: [] };
  return parsedNodeDict(assembleNode(context, plain, { settled, names, references: NO_REFERENCES }));
}
