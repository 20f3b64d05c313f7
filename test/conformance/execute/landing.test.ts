import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import type { NodeRuntime } from '../../../core/compile/node-runtime.js';
import { landSource } from '../../../core/execute/landing/land-source.js';
import type { LandingFile, LandingFileFinder, LandingPlace } from '../../../core/execute/landing/landing-file.js';
import { landingFileFinder } from '../../../core/io/landing/find-landing-files.js';
import type { SourceNode } from '../../../core/resources/node.js';
import type { NodeResult } from '../../../core/results/node-result.js';
import { rowsOf, runProject } from '../../support/execute/project-run.js';
import { sourceNode } from '../../support/manifest.js';
import { type AdapterUnderTest, forEachAdapter } from '../support.js';

async function load(under: AdapterUnderTest, name: string, find: LandingFileFinder): Promise<NodeResult> {
  const { database, schema } = under.credentials;
  const node: SourceNode = { ...sourceNode('raw', name), database, schema, external: { location: '*.csv' } };
  const deps = {
    loadSource: (each: SourceNode, runtime: NodeRuntime, place: LandingPlace) => landSource(each, runtime, find, place),
  };
  const { results } = await runProject(under, [node], { command: 'load', deps });
  return results.get(name)!;
}

/** A file of one column whose rows arrive after a while. */
const slowFile = (hash: string, ids: readonly string[], milliseconds: number): LandingFile => ({
  path: `${hash}.csv`,
  hash,
  header: ['id'],
  batches: async function* () {
    await pause(milliseconds);
    yield ids.map((id) => [id]);
  },
});

forEachAdapter('landing', (under) => {
  const ids = (name: string) => rowsOf(under, `select id from ${under.name(name)} order by id`);

  it('lands a file once, also when two loads have found it at the same moment', async () => {
    await load(under, 'deliveries', async () => [slowFile('first', ['1'], 0)]);
    const find: LandingFileFinder = async () => [slowFile('second', ['2', '3'], 300)];
    const results = await Promise.all([load(under, 'deliveries', find), load(under, 'deliveries', find)]);
    expect(results.map(({ message }) => message).sort()).toEqual(['LOAD 1 FILE', 'NO NEW FILES']);
    expect(await ids('deliveries')).toEqual([['1'], ['2'], ['3']]);
  });

  it('lands nothing of a file that is written to while it is read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tsdbt-landing-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'a.csv'), 'id\n1\n');
    const growing: LandingFileFinder = async (source) => {
      const files = await landingFileFinder(folder)(source);
      appendFileSync(join(folder, 'a.csv'), '2\n');
      return files;
    };
    const broken = await load(under, 'growing', growing);
    expect(broken).toMatchObject({ status: 'error', diagnostics: [{ code: 'TSDBT_LANDING_ROW_BROKEN' }] });
    expect(await load(under, 'growing', landingFileFinder(folder))).toMatchObject({ message: 'LOAD 1 FILE' });
    expect(await ids('growing')).toEqual([['1'], ['2']]);
  });
});
