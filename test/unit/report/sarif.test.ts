import { describe, expect, it } from 'vitest';
import { reportSarif } from '../../../core/report/sarif/report-sarif.js';
import { finding, nodeRecord, runRecord, testRecord } from '../../support/run-record.js';

describe('reportSarif', () => {
  it('tells each error and failing test at its place from the root of the repository', () => {
    const run = runRecord([
      nodeRecord('fine'),
      nodeRecord('broken', {
        status: 'error',
        findings: [
          finding('no such column', { place: { file: 'models/broken (1).sql', line: 3, column: 8 }, hint: 'Look.' }),
        ],
      }),
      testRecord('unique_fine_id', 'fine', { status: 'fail', failures: 2, message: 'Got 2 results' }),
      nodeRecord('stopped', { status: 'error', message: 'no connection' }),
    ]);
    const place = (uri: string, startLine: number, startColumn: number) => ({
      physicalLocation: {
        artifactLocation: { uri, uriBaseId: '%SRCROOT%' },
        region: { startLine, startColumn },
      },
    });
    const log = JSON.parse(reportSarif({ run, base: null }, 'dbt'));
    expect(log).toEqual({
      version: '2.1.0',
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      runs: [
        {
          tool: {
            driver: {
              name: 'tsdbt',
              informationUri: 'https://www.npmjs.com/package/tsdbt',
              version: '0.1.0',
              rules: [
                {
                  id: 'TSDBT_NODE_FAILED',
                  shortDescription: { text: 'A node failed while it ran.' },
                  help: { text: 'Read the message of the node.' },
                },
                { id: 'data-test', shortDescription: { text: 'A data test found rows.' } },
              ],
            },
          },
          automationDetails: { id: 'tsdbt/shop/dev/' },
          columnKind: 'utf16CodeUnits',
          results: [
            {
              ruleId: 'TSDBT_NODE_FAILED',
              ruleIndex: 0,
              level: 'error',
              message: { text: 'no such column\nLook.' },
              locations: [place('dbt/models/broken%20(1).sql', 3, 8)],
              partialFingerprints: { 'tsdbtFinding/v1': 'TSDBT_NODE_FAILED/model.shop.broken' },
            },
            {
              ruleId: 'data-test',
              ruleIndex: 1,
              level: 'error',
              message: { text: 'unique_fine_id: Got 2 results' },
              locations: [place('dbt/models/fine.sql', 1, 1)],
              relatedLocations: [{ ...place('dbt/models/schema.yml', 7, 11), id: 1 }],
              partialFingerprints: { 'tsdbtFinding/v1': 'test.shop.unique_fine_id' },
            },
            {
              ruleId: 'TSDBT_NODE_FAILED',
              ruleIndex: 0,
              level: 'error',
              message: { text: 'stopped: no connection' },
              locations: [place('dbt/models/stopped.sql', 1, 1)],
              partialFingerprints: { 'tsdbtFinding/v1': 'model.shop.stopped' },
            },
          ],
        },
      ],
    });
  });

  it('tells destructive changes that are not allowed, with the project alone what happens to it', () => {
    const change = { kind: 'drop-model', name: 'old', what: 'It is gone.', file: 'models/old.sql' } as const;
    const tests = { added: [], removed: [], changed: [] };
    const destructive = [
      { ...change, isAllowed: false },
      { ...change, name: 'other', isAllowed: true },
    ];
    const base = { run: runRecord([]), nodes: [], destructive, unusedAllowances: [], tests, unknown: [], notes: [] };
    const { runs } = JSON.parse(reportSarif({ run: runRecord([]), base }, ''));
    expect(runs[0].results).toMatchObject([
      { ruleId: 'drop-model', level: 'error', message: { text: 'drop-model old: It is gone.' } },
    ]);
  });
});
