/**
 * A project of which nothing has changed but the text of some models: what was made of it as a whole is mended where those
 * models stand in manifest.json. Where that is not certain to give what parsing everything gives, nothing is mended.
 */
import { resolve } from 'node:path';
import { amendedBody, amendedText, findModel, type StandingModel } from '../../artifacts/manifest/amend-body.js';
import type { TextPiece } from '../../artifacts/manifest/resource-texts.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { timestamp } from '../../execute/clock.js';
import { type FileRow, filesAsWritten } from '../../io/files/file-memory.js';
import { finishModel } from '../../manifest/finish-node.js';
import { displayPath } from '../../parse/nodes/display-path.js';
import { stemOf } from '../../parse/nodes/identity.js';
import { createModelParser, type EditedModel, type ModelParser } from '../../parse/parse-edited-models.js';
import type { ParseOptions } from '../../parse/parse-options.js';
import { unbuiltKind } from '../../parse/resources/unbuilt-files.js';
import type { SourceFile } from '../../parse/source-file.js';
import { isMapping, type Json } from '../../resources/json.js';
import { inputsOf, isSameProject, outsideLookUps, standingBody, type WholeProject } from './whole-project.js';

/** The project as it is now, and the body of its manifest.json. */
export interface AmendedProject {
  readonly whole: WholeProject;
  readonly body: readonly TextPiece[];
}

/** Beyond this, parsing everything is as fast. */
export const MOST_EDITS = 20;

/** Mends what was kept of a project whose files were those that the rows tell of; null when that cannot be done. */
export function amendWhole(
  before: WholeProject,
  options: ParseOptions,
  rows: readonly FileRow[],
): AmendedProject | null {
  const edited = editedModels(before, options, rows);
  const path = resolve(options.config.root, options.config.targetPath, 'manifest.json');
  const body = edited === null ? null : standingBody(path, before);
  if (edited === null || body === null) return null;
  const { parse } = createModelParser(options);
  const createdAt = Date.parse(timestamp()) / 1000;
  const texts: [StandingModel, string][] = [];
  const lookUps = new Set<string>();
  for (const file of edited) {
    const standing = findModel(body, `model.${file.packageName}.${stemOf(file.path)}`);
    const model = standing === null ? null : parseAgain(parse, file, { standing, files: options.files });
    if (standing === null || model === null) return null;
    const text = amendedText(standing, finishModel(model.node, parentsIn(standing)), createdAt);
    if (text === null) return null;
    texts.push([standing, text]);
    for (const key of model.lookUps) lookUps.add(key);
  }
  const { salt } = before;
  const known = new Set(before.lookUps.map(([key]) => key));
  const added = [...lookUps].filter((key) => !known.has(key));
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

interface Surroundings {
  readonly standing: StandingModel;
  readonly files: readonly SourceFile[];
}

function parseAgain(
  parse: ModelParser['parse'],
  file: SourceFile,
  { standing: { dict }, files }: Surroundings,
): EditedModel | null {
  const { patch_path: patchPath } = dict;
  if (patchPath === null) return parse(file, null);
  const described = files.find(
    (each) => each.kind === 'properties' && `${each.packageName}://${each.path}` === patchPath,
  );
  return described === undefined ? null : parse(file, described);
}

function parentsIn({ dict }: StandingModel): readonly string[] {
  const dependsOn: Json = dict.depends_on ?? null;
  const nodes = isMapping(dependsOn) ? dependsOn.nodes : [];
  return Array.isArray(nodes) ? nodes.map(String) : [];
}
