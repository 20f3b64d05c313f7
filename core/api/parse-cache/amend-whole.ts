/**
 * A project of which nothing has changed but the text of some models: what was made of it as a whole is mended where those
 * models stand in manifest.json. Where that is not certain to give what parsing everything gives, nothing is mended.
 */
import { resolve } from 'node:path';
import { amendedBody, amendedText, findNode, type StandingNode } from '../../artifacts/manifest/amend-body.js';
import type { TextPiece } from '../../artifacts/manifest/resource-texts.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { timestamp } from '../../execute/clock.js';
import { type FileRow, filesAsWritten } from '../../io/files/file-memory.js';
import { finishModel } from '../../manifest/finish-node.js';
import { displayPath } from '../../parse/nodes/display-path.js';
import { stemOf } from '../../parse/nodes/identity.js';
import { createModelParser, type EditedModel } from '../../parse/parse-edited-models.js';
import type { ParseOptions } from '../../parse/parse-options.js';
import { unbuiltKind } from '../../parse/resources/unbuilt-files.js';
import type { SourceFile } from '../../parse/source-file.js';
import { isMapping, type Json } from '../../resources/json.js';
import type { ModelNode, UniqueId } from '../../resources/node.js';
import { inputsOf, isSameProject, outsideLookUps, standingBody, type WholeProject } from './whole-project.js';

/** The project as it is now, and the body of its manifest.json. */
export interface AmendedProject {
  readonly whole: WholeProject;
  readonly body: readonly TextPiece[];
}

/** Beyond this, parsing everything is as fast. */
export const MOST_EDITS = 20;

/** A model that was edited, whole, with the keys of what it looked up; null when it cannot be told apart from the rest. */
export interface AmendedModel extends Pick<EditedModel, 'lookUps'> {
  readonly node: ModelNode;
}

export type KnownModels = (file: SourceFile, standing: StandingNode) => AmendedModel | null;

interface EditedParts {
  /** What the files were like. */
  readonly rows: readonly FileRow[];
  /** Edited models that have been parsed already; they are parsed here when left out. */
  readonly known?: KnownModels | null;
}

/** Mends what was kept of a project whose files were those that the rows tell of; null when that cannot be done. */
export function amendWhole(
  before: WholeProject,
  options: ParseOptions,
  { rows, known = null }: EditedParts,
): AmendedProject | null {
  const edited = editedModels(before, options, rows);
  const path = resolve(options.config.root, options.config.targetPath, 'manifest.json');
  const body = edited === null ? null : standingBody(path, before);
  if (edited === null || body === null) return null;
  const parsed = known ?? parserOf(options);
  const createdAt = Date.parse(timestamp()) / 1000;
  const texts: [StandingNode, string][] = [];
  const lookUps = new Set<string>();
  for (const file of edited) {
    const standing = findNode(body, modelId(file));
    const model = standing === null ? null : parsed(file, standing);
    if (standing === null || model === null) return null;
    const text = amendedText(standing, model.node, { createdAt })?.plain;
    if (text === undefined) return null;
    texts.push([standing, text]);
    for (const key of model.lookUps) lookUps.add(key);
  }
  const { salt } = before;
  const earlier = new Set(before.lookUps.map(([key]) => key));
  const added = [...lookUps].filter((key) => !earlier.has(key));
  const whole: WholeProject = {
    ...before,
    inputs: inputsOf(options, salt),
    lookUps: [...before.lookUps, ...outsideLookUps(added, options, salt)],
  };
  return { whole, body: amendedBody(body, texts) };
}

/** The files whose text has changed; null when something else has too, or when something was said of them. */
function editedModels(
  before: WholeProject,
  options: ParseOptions,
  rows: readonly FileRow[],
): readonly SourceFile[] | null {
  const written = filesAsWritten(options.files, rows);
  if (written === null) return null;
  const { files, edited } = written;
  if (edited.length === 0 || edited.length > MOST_EDITS || !edited.every(isModel)) return null;
  if (!isSameProject(before, { ...options, files })) return null;
  const places = new Set(edited.map((file) => displayPath(file, options.config.root)));
  return before.diagnostics.some((diagnostic) => mayTellOf(diagnostic, places)) ? null : edited;
}

export function isModel(file: SourceFile): boolean {
  return file.kind === 'model' && unbuiltKind(file) === null;
}

/** What has no place may tell of anything. */
export function mayTellOf({ location, notes = [] }: Diagnostic, places: ReadonlySet<string>): boolean {
  const locations = [location, ...notes.map((note) => note.location)];
  return locations.some((each) => each === undefined || places.has(each.file));
}

/** A parser of edited models, which finds what else it needs in what stands of them. */
function parserOf(options: ParseOptions): KnownModels {
  const { parse } = createModelParser(options);
  return (file, { dict }) => {
    const { patch_path: patchPath = null } = dict;
    const described = options.files.find(
      (each) => each.kind === 'properties' && `${each.packageName}://${each.path}` === patchPath,
    );
    if (patchPath !== null && described === undefined) return null;
    const parsed = parse(file, described ?? null);
    return parsed === null ? null : { node: finishModel(parsed.node, parentsIn(dict)), lookUps: parsed.lookUps };
  };
}

/** The id of the model of a file. */
export function modelId({ packageName, path }: SourceFile): UniqueId {
  return `model.${packageName}.${stemOf(path)}`;
}

function parentsIn(dict: StandingNode['dict']): readonly string[] {
  const dependsOn: Json = dict.depends_on ?? null;
  const nodes = isMapping(dependsOn) ? dependsOn.nodes : [];
  return Array.isArray(nodes) ? nodes.map(String) : [];
}
