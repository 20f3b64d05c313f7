/** A report as SARIF 2.1.0, for code scanning: one result for each error, failing test, warning and destructive change. */
import type { Log, ReportingDescriptor, Result } from 'sarif';
import type { NodeRecord, RecordedFinding, RecordedPlace } from '../../artifacts/run-record/run-record.js';
import { diagnosticCodes } from '../../diagnostics/codes.js';
import { hasFailed } from '../gate/verdict.js';
import { inRepository } from '../links.js';
import { isTestVerdict } from '../markdown/sections/failures.js';
import type { JudgedChange, Report } from '../report.js';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const HOME = 'https://www.npmjs.com/package/tsdbt';

/** The log as JSON text. `projectPath` leads from the repository's root to the project. Secrets are still in it. */
export function reportSarif({ run, base }: Report, projectPath: string): string {
  const at = (place: RecordedPlace | null) => locations(place, projectPath);
  const results = [
    ...run.findings.map((finding) => findingResult(finding, at(finding.place))),
    ...run.nodes.flatMap((node) => nodeResults(node, at)),
    ...(base?.destructive.filter(({ isAllowed }) => !isAllowed) ?? []).map((change) =>
      changeResult(change, at(change.file === null ? null : { file: change.file, line: 1, column: 1 })),
    ),
  ];
  const ids = [...new Set(results.map(({ ruleId }) => ruleId ?? ''))];
  const driver = { name: 'tsdbt', informationUri: HOME, version: run.metadata.tsdbt_version, rules: ids.map(ruleOf) };
  const log: Log = {
    version: '2.1.0',
    $schema: SCHEMA,
    runs: [
      {
        tool: { driver },
        automationDetails: { id: `tsdbt/${run.project_name}/${run.target.name}/` },
        columnKind: 'utf16CodeUnits',
        results: results.map((result) => ({ ...result, ruleIndex: ids.indexOf(result.ruleId ?? '') })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

type At = (place: RecordedPlace | null) => Result['locations'];

/** Columns of SARIF count from 1, as tsdbt's do. */
function locations(place: RecordedPlace | null, projectPath: string): Result['locations'] {
  const parts = place === null ? null : inRepository(projectPath, place.file);
  if (place === null || parts === null) return [];
  const uri = parts.map(encodeURIComponent).join('/');
  const region = { startLine: place.line, startColumn: place.column };
  return [{ physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region } }];
}

function findingResult(finding: RecordedFinding, where: Result['locations']): Result {
  const { code, severity, message, hint, node } = finding;
  return {
    ruleId: code,
    level: severity,
    message: { text: hint === null ? message : `${message}\n${hint}` },
    locations: where,
    partialFingerprints: { 'tsdbtFinding/v1': `${code}/${node ?? ''}` },
  };
}

const TEST_RULE = 'data-test';
const NODE_RULE = 'TSDBT_NODE_FAILED';

function nodeResults(node: NodeRecord, at: At): Result[] {
  const partialFingerprints = { 'tsdbtFinding/v1': node.unique_id };
  const others = node.findings.filter(({ code }) => code !== 'TSDBT_TEST_WARNED');
  if (isTestVerdict(node)) {
    const declared =
      node.tested === null ? {} : { relatedLocations: at(node.place)?.map((one) => ({ ...one, id: 1 })) };
    return [
      {
        ruleId: TEST_RULE,
        level: node.status === 'fail' ? 'error' : 'warning',
        message: { text: `${node.name}: ${node.message}` },
        locations: at(node.tested?.place ?? node.place),
        ...declared,
        partialFingerprints,
      },
    ];
  }
  if (others.length > 0)
    return others.map((finding) =>
      findingResult({ ...finding, node: node.unique_id }, at(finding.place ?? node.place)),
    );
  if (!hasFailed(node)) return [];
  return [
    {
      ruleId: NODE_RULE,
      level: 'error',
      message: { text: `${node.name}: ${node.message}` },
      locations: at(node.place),
      partialFingerprints,
    },
  ];
}

function changeResult({ kind, name, what }: JudgedChange, where: Result['locations']): Result {
  return {
    ruleId: kind,
    level: 'error',
    message: { text: `${kind} ${name}: ${what}` },
    locations: where,
    partialFingerprints: { 'tsdbtFinding/v1': `${kind}/${name}` },
  };
}

function ruleOf(id: string): ReportingDescriptor {
  if (id === TEST_RULE) return { id, shortDescription: { text: 'A data test found rows.' } };
  if (!Object.hasOwn(diagnosticCodes, id)) {
    return { id, shortDescription: { text: 'A change takes something away and is not allowed.' } };
  }
  const { meaning, remedy } = diagnosticCodes[id as keyof typeof diagnosticCodes];
  return { id, shortDescription: { text: meaning }, help: { text: remedy } };
}
