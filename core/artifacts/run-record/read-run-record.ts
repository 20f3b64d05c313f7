/** Reads tsdbt_run.json back: the record, or what is wrong with the text. */
import * as v from 'valibot';
import { RUN_RECORD_VERSION, type RunRecord, runRecordSchema } from './run-record.js';

type ReadRecord = { readonly record: RunRecord } | { readonly problem: string };

/** Never throws: a damaged file is a problem to tell. */
export function readRunRecord(text: string): ReadRecord {
  const value = parsed(text);
  const version = versionOf(value);
  if (version !== null && version !== RUN_RECORD_VERSION) {
    return { problem: `it has version ${version}, expected ${RUN_RECORD_VERSION}: another version of tsdbt wrote it` };
  }
  const read = v.safeParse(runRecordSchema, value);
  if (read.success) return { record: read.output };
  const [issue] = read.issues;
  const path = v.getDotPath(issue);
  return { problem: `it is no record of a run${path === null ? '' : ` (${path}: ${issue.message})`}` };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function versionOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('metadata' in value)) return null;
  const { metadata } = value;
  if (typeof metadata !== 'object' || metadata === null || !('tsdbt_run_version' in metadata)) return null;
  return metadata.tsdbt_run_version;
}
