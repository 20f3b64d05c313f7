/** One result of a run as a JUnit test case: what it is called, where it stands, and what became of it. */
import { cellText } from '../../adapter/values/cell-text.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Scrubber } from '../../diagnostics/scrub.js';
import type { GraphNode } from '../../resources/node.js';
import type { NodeResult } from '../../results/node-result.js';
import type { XmlElement } from './xml.js';

/** `failed` is a test that found rows; `broken` is what could not be done. */
type CaseOutcome = 'good' | 'failed' | 'broken' | 'skipped';

export interface TestCase {
  readonly outcome: CaseOutcome;
  readonly seconds: number;
  readonly element: XmlElement;
}

/** Databases put the value that they refuse into a message, which may be a megabyte. */
const LONGEST_TEXT = 12_000;

/** A node's result. */
export function nodeCase(result: NodeResult, scrub: Scrubber): TestCase {
  const { node, executionTime } = result;
  const outcome = outcomeOf(result);
  const attributes = {
    name: node.name,
    classname: className(node),
    file: node.location.file,
    line: node.location.line,
    time: seconds(executionTime),
  };
  return { outcome, seconds: executionTime, element: caseElement(attributes, said(result, outcome), scrub) };
}

/** What went wrong outside of any node: a mistake in the project, no connection, locks of another run. */
export function problemCase(diagnostic: Diagnostic, scrub: Scrubber): TestCase {
  const { code, location, message } = diagnostic;
  const attributes = {
    name: code,
    classname: 'project',
    file: location?.file ?? null,
    line: location?.line ?? null,
    time: seconds(0),
  };
  const content: Said = { name: 'error', message, type: code, text: diagnosticText(diagnostic) };
  return { outcome: 'broken', seconds: 0, element: caseElement(attributes, content, scrub) };
}

/** Seconds as readers of JUnit expect them. */
export function seconds(value: number): string {
  return value.toFixed(3);
}

interface Said {
  readonly name: 'failure' | 'error' | 'skipped' | 'system-out';
  readonly message: string | null;
  readonly type: string | null;
  readonly text: string;
}

function caseElement(attributes: XmlElement['attributes'], content: Said | null, scrub: Scrubber): XmlElement {
  const clean = (text: string) => shortened(scrub(text));
  const named = Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [key, typeof value === 'string' ? clean(value) : value]),
  );
  if (content === null) return { name: 'testcase', attributes: named, content: [] };
  const { name, message, type, text } = content;
  const child = {
    name,
    attributes: { message: message === null ? null : clean(message), type },
    content: clean(text),
  };
  return { name: 'testcase', attributes: named, content: [child] };
}

/** After secrets are gone: half of one would not be found. */
function shortened(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}... (${text.length} characters)` : text;
}

/** Folders and package, as a class has a package; a test of a model or source lies below that. */
function className(node: GraphNode): string {
  const parts = node.fqn.length > 1 ? node.fqn.slice(0, -1) : node.fqn;
  if (node.resourceType !== 'test' || node.attachedNode === null || node.attachedNode === undefined) {
    return parts.join('.');
  }
  const [, ...tested] = node.attachedNode.split('.');
  return tested.join('.');
}

function outcomeOf({ status, timing }: NodeResult): CaseOutcome {
  switch (status) {
    case 'fail':
      return 'failed';
    case 'error':
      return 'broken';
    case 'cancelled':
      return timing.length > 0 ? 'broken' : 'skipped';
    case 'skipped':
      return 'skipped';
    default:
      return 'good';
  }
}

function said(result: NodeResult, outcome: CaseOutcome): Said | null {
  const { status, diagnostics } = result;
  // dbt's words for a hook that failed do not say why.
  const [first] = (diagnostics[0]?.message ?? result.message).split('\n');
  switch (outcome) {
    case 'skipped':
      return { name: 'skipped', message: first, type: null, text: '' };
    case 'failed':
      return { name: 'failure', message: first, type: 'fail', text: problemText(result) };
    case 'broken':
      return { name: 'error', message: first, type: diagnostics[0]?.code ?? status, text: problemText(result) };
    case 'good': {
      const isQuiet = status !== 'warn' && diagnostics.length === 0;
      return isQuiet ? null : { name: 'system-out', message: null, type: null, text: problemText(result) };
    }
  }
}

function problemText(result: NodeResult): string {
  const { diagnostics, message, sample } = result;
  const texts = diagnostics.length > 0 ? diagnostics.map(diagnosticText) : [message];
  if (sample === null) return texts.join('\n\n');
  const rows = [
    sample.columns.map(({ name }) => name),
    ...sample.rows.map((row) => row.map((cell) => cellText(cell) ?? 'null')),
  ];
  const table = sample.rows.length === 0 ? [] : [rows.map((row) => row.join(' | ')).join('\n')];
  return [...texts, ...table, sample.query.trim()].join('\n\n');
}

function diagnosticText({ message, location, notes = [], compiledPath, hint }: Diagnostic): string {
  return [
    message,
    ...(location === undefined ? [] : [`at ${location.file}:${location.line}:${location.column}`]),
    ...notes.map((note) => `note: ${note.message}`),
    ...(compiledPath === undefined ? [] : [`compiled code at ${compiledPath}`]),
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
  ].join('\n');
}
