/** Text of a YAML file to a document with positions, and everything that is wrong with it in plain words. Pure. */
import { type Event, parseEvents, YAMLException } from 'js-yaml';
import type { Diagnostic, Location, Outcome } from '../../diagnostics/diagnostic.js';
import { composeYaml, type YamlProblem } from './compose-yaml.js';
import { readPlainYaml } from './plain-yaml.js';
import { positionIndex } from './text-position.js';
import { findNode, type YamlDocument, type YamlNode } from './yaml-document.js';

/** Parses one file. A file that cannot be read as YAML gives the value null and an error. */
export function parseYaml(source: string, file: string): Outcome<YamlDocument> {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  const position = positionIndex(text);
  const at = (offset: number): Location => {
    const { line, column } = position(offset);
    return { file, line, column };
  };
  const plain = readPlainYaml(text);
  if (plain !== null) return { value: toDocument(text, file, plain, at), diagnostics: [] };
  const parsed = readEvents(text);
  if ('problem' in parsed) {
    return { value: toDocument(text, file, EMPTY, at), diagnostics: [toDiagnostic(parsed.problem, at)] };
  }
  const { root, problems } = composeYaml(text, parsed.events);
  const isBroken = problems.some((problem) => problem.kind !== 'duplicate-key');
  return {
    value: toDocument(text, file, isBroken ? EMPTY : root, at),
    diagnostics: problems.map((problem) => toDiagnostic(problem, at)),
  };
}

const EMPTY: YamlNode = { value: null, offset: 0, entries: null, items: null, size: 1 };

function toDocument(text: string, file: string, root: YamlNode, at: (offset: number) => Location): YamlDocument {
  return {
    file,
    text,
    value: root.value,
    locate: (path) => at(findNode(root, path).node.offset),
    locateKey: (path) => at(findNode(root, path).keyOffset),
  };
}

function readEvents(text: string): { events: Event[] } | { problem: YamlProblem } {
  try {
    return { events: parseEvents(text, {}) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const offset = error.mark?.position ?? 0;
    return { problem: { kind: 'error', offset, ...explain(error.reason, text, offset) } };
  }
}

/** The parser's reason in plain words, and what most often lies behind it. */
function explain(reason: string, text: string, offset: number): { message: string; hint?: string } {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const line = text.slice(start, end === -1 ? undefined : end);
  for (const [pattern, message, hint] of REASONS) {
    if (pattern.test(reason)) return { message: `The YAML is broken: ${message}.`, hint: lineHint(line) ?? hint };
  }
  return { message: `The YAML is broken: ${reason}.`, hint: lineHint(line) };
}

function lineHint(line: string): string | undefined {
  if (/:\s*[@`%]/.test(line)) return 'Put quotes around a value that begins with @, ` or %.';
  if (/:\s*\{[{%]/.test(line)) return 'Put quotes around a value that begins with `{{` or `{%`.';
  if (/:\s+(['"]).*\1\s*[^\s#]/.test(line)) return 'Put quotes around the whole value, not a part of it.';
  if (/^\s*[^\s'"#][^'"#]*:\s+[^\s'"#][^'"]*:(\s|$)/.test(line)) return 'Put quotes around a value that contains `: `.';
  return undefined;
}

const REASONS: readonly (readonly [RegExp, string, string])[] = [
  [/^tab characters/, 'a tab stands where spaces are expected', 'Indent with spaces.'],
  [/double quoted scalar/, 'a text in double quotes is not closed', 'Close the text with ".'],
  [/single quoted scalar/, 'a text in single quotes is not closed', "Close the text with '."],
  [/within a flow collection/, 'a list or mapping in brackets is not closed', 'Close it with ] or }.'],
  [/missed comma/, 'a comma is missing between the entries of a list or mapping in brackets', 'Put a comma.'],
  [
    /deficient indentation/,
    'a bracket or quote above is not closed, or this line inside of it is not indented',
    'Close it, or indent the line.',
  ],
  [/bad indentation/, 'this line does not fit to the lines above it', 'Check the indentation.'],
  [/end of the stream or a document/, 'this line does not belong to what stands above it', 'Check the indentation.'],
  [/multiline key/, 'the line above has no `:`, so this line cannot be read as its value', 'Put `:` after the key.'],
  [/maxDepth/, 'lists and mappings are nested more than 100 deep', 'Nest less deeply.'],
  [/non-printable|null byte/, 'it contains a character that no text may contain', 'Save the file as UTF-8 text.'],
  [
    /escape sequence|hexadecimal/,
    'a `\\` in double quotes begins no known escape',
    'Use single quotes, or write \\\\.',
  ],
];

function toDiagnostic(problem: YamlProblem, at: (offset: number) => Location): Diagnostic {
  const { message, hint } = problem;
  const place = { message, location: at(problem.offset), ...(hint === undefined ? {} : { hint }) };
  if (problem.kind === 'duplicate-key') return { code: 'TSDBT_YAML_KEY_DUPLICATE', severity: 'warning', ...place };
  if (problem.kind === 'too-large') return { code: 'TSDBT_YAML_TOO_LARGE', severity: 'error', ...place };
  return { code: 'TSDBT_YAML_INVALID', severity: 'error', ...place };
}
