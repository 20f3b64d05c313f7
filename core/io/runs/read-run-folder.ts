/** Reads what a run left in its target folder: the record of the run, and its manifest as plain data. */
import { join } from 'node:path';
import { parseJson } from '../../artifacts/json-text.js';
import { readRunRecord } from '../../artifacts/run-record/read-run-record.js';
import type { RunRecord } from '../../artifacts/run-record/run-record.js';
import { TsdbtError } from '../../diagnostics/error.js';
import { isMapping, type JsonObject } from '../../resources/json.js';
import { isFile } from '../locate/find-project-dir.js';
import { readText } from '../read-text.js';

export interface RunFolder {
  /** Absolute; the one that holds the artifacts. */
  readonly folder: string;
  readonly record: RunRecord;
  readonly manifest: () => Promise<JsonObject>;
}

const RECORD = 'tsdbt_run.json';
const TARGET = 'target';

/** Reads a target folder, or the `target` of a project's folder. `given` is the folder as the user wrote it. Throws a TsdbtError. */
export async function readRunFolder(folder: string, given: string): Promise<RunFolder> {
  const inner = join(folder, TARGET);
  const found = !isFile(join(folder, RECORD)) && isFile(join(inner, RECORD)) ? inner : folder;
  const text = await textOf(join(found, RECORD), given);
  const read = readRunRecord(text);
  if ('problem' in read) throw refused(`${given} holds a ${RECORD} that cannot be used: ${read.problem}`);
  return { folder: found, record: read.record, manifest: () => readManifest(join(found, 'manifest.json'), given) };
}

async function readManifest(path: string, given: string): Promise<JsonObject> {
  const value = parseJson(await textOf(path, given));
  if (isMapping(value) && isMapping(value.nodes)) return value;
  throw refused(`${given} holds a manifest.json that is no manifest`);
}

async function textOf(path: string, given: string): Promise<string> {
  const read = await readText(path, path);
  if ('text' in read) return read.text;
  throw refused(`${given} holds no artifacts of a run: ${read.problem.message.replace(/\.$/, '')}`);
}

function refused(message: string): TsdbtError {
  const hint = 'Run tsdbt build there first, and give its project or target folder.';
  return new TsdbtError([{ code: 'TSDBT_REPORT_IMPOSSIBLE', severity: 'error', message: `${message}.`, hint }]);
}
