import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesIn, tempProject, tsdbt } from '../../support/cli.js';
import { type KeptOptions, loadAnew, loadKept } from '../../support/kept-project.js';

const files = {
  'dbt_project.yml': 'name: shop\nprofile: shop\n',
  'profiles.yml': 'shop: {target: dev, outputs: {dev: {type: sqlite, path: shop.sqlite}}}\n',
  'models/a.sql': "select '{{ env_var('REGION', 'eu') }}' as x",
  'models/b.sql': "select * from {{ ref('a') }}",
  'models/schema.yml': 'models:\n  - name: b\n    columns: [{name: x, data_tests: [not_null]}]\n',
};

async function expectSame(root: string, options: KeptOptions = {}): Promise<readonly string[]> {
  const { project: _, notes, ...kept } = await loadKept(root, options);
  const { project: __, ...anew } = await loadAnew(root, options);
  expect(kept).toEqual(anew);
  return notes;
}

const cacheOf = (root: string) => join(root, 'target/tsdbt_parse');

/** The files of the cache by what they are. */
function cacheFiles(root: string): Readonly<Record<'index' | 'whole' | 'shard', string>> {
  const shard = readdirSync(cacheOf(root)).find((name) => /^[0-9a-f]{40}/.test(name)) ?? '';
  const [index, whole] = ['index.cache', 'whole.cache'];
  return { index: join(cacheOf(root), index), whole: join(cacheOf(root), whole), shard: join(cacheOf(root), shard) };
}

const damages: Readonly<Record<string, (path: string) => void>> = {
  'is cut': (path) => writeFileSync(path, readFileSync(path).subarray(0, 100)),
  'lacks its last byte': (path) => writeFileSync(path, readFileSync(path).subarray(0, -1)),
  'is empty': (path) => writeFileSync(path, ''),
  'has another byte': (path) => {
    const bytes = readFileSync(path);
    bytes[Math.floor(bytes.length / 2)] ^= 1;
    writeFileSync(path, bytes);
  },
  'is no text': (path) => writeFileSync(path, Buffer.from([0xff, 0xfe, 0])),
  'is gone': (path) => rmSync(path),
  'may not be read': (path) => chmodSync(path, 0),
};

describe('a parse cache of which a file', () => {
  it.each(Object.entries(damages))('%s gives what parsing gives, and is mended', async (_name, damage) => {
    for (const file of ['index', 'whole', 'shard'] as const) {
      const root = filesIn(files);
      await loadKept(root);
      damage(cacheFiles(root)[file]);
      writeFileSync(join(root, 'models/b.sql'), "select 1 as x from {{ ref('a') }}");
      await expectSame(root);
      expect([file, await expectSame(root)]).toEqual([file, []]);
    }
  });
});

describe('a parse cache', () => {
  it('leaves folders alone that stand where its files would be, and does without them', async () => {
    for (const file of ['index', 'whole', 'shard'] as const) {
      const root = filesIn(files);
      await loadKept(root);
      const path = cacheFiles(root)[file];
      rmSync(path);
      mkdirSync(join(path, 'of somebody'), { recursive: true });
      writeFileSync(join(root, 'models/b.sql'), "select 1 as x from {{ ref('a') }}");
      await expectSame(root);
      await expectSame(root);
      expect(readdirSync(path)).toEqual(['of somebody']);
    }
  });

  it('that another build wrote is not used, which is said', async () => {
    const root = filesIn(files);
    await loadKept(root, { program: 'an older build' });
    const notes = ['The parse cache is not used: another version of tsdbt wrote it.'];
    expect(await expectSame(root)).toEqual(notes);
    expect(await expectSame(root)).toEqual([]);
  });

  it('that is damaged is not used, which is said', async () => {
    const root = filesIn(files);
    await loadKept(root);
    writeFileSync(cacheFiles(root).index, 'x');
    expect(await expectSame(root)).toEqual(['The parse cache is not used: index.cache is damaged.']);
  });

  it('that cannot be written is done without', async () => {
    const root = filesIn({ ...files, 'target/tsdbt_parse': 'a file where the folder would be' });
    await expectSame(root);
    await expectSame(root);
  });

  it('that may not be written is read only', async () => {
    const root = filesIn(files);
    await loadKept(root, { isWritten: false });
    expect(() => readdirSync(cacheOf(root))).toThrow('ENOENT');
  });

  it('stays whole when several write at once, each with other values', async () => {
    const root = filesIn(files);
    const regions = ['eu', 'us', 'ap', 'af'];
    await Promise.all(regions.map((REGION) => loadKept(root, { env: { REGION } })));
    for (const REGION of regions) await expectSame(root, { env: { REGION } });
    const left = readdirSync(cacheOf(root)).filter((name) => name.endsWith('.tmp'));
    expect(left).toEqual([]);
  });

  it('holds no secret, nor the values of look-ups', async () => {
    const secret = 'hunter2-is-a-secret';
    const root = filesIn({
      ...files,
      'models/c.sql': "{{ config(meta={'m': env_var('DB_PASSWORD')}) }}select '{{ env_var('QUIET_VALUE') }}'",
      'models/d.sql': "{{ log(env_var('DB_PASSWORD')) }}{{ config(tags=var('pin')) }}select 1",
    });
    const env = { DB_PASSWORD: secret, DBT_ENV_SECRET_KEY: secret, QUIET_VALUE: 'only-a-digest' };
    const options = { env, vars: { pin: secret, other: 'a-var-of-nobody' }, secrets: [secret] };
    await loadKept(root, options);
    await expectSame(root, options);
    const texts = readdirSync(cacheOf(root)).map((name) => readFileSync(join(cacheOf(root), name), 'utf8'));
    for (const hidden of [secret, 'only-a-digest', 'a-var-of-nobody']) {
      expect(texts.filter((text) => text.includes(hidden))).toEqual([]);
    }
  });
});

describe('tsdbt parse', () => {
  const kept = (root: string) => readdirSync(join(root, 'target')).includes('tsdbt_parse');

  it('goes without the cache when told to: by flag, variable, or the project', async () => {
    const ways: readonly { args: string[]; env: Record<string, string>; project: string }[] = [
      { args: ['--no-partial-parse'], env: {}, project: '' },
      { args: [], env: { DBT_PARTIAL_PARSE: '0' }, project: '' },
      { args: [], env: {}, project: 'flags: {partial_parse: false}\n' },
      { args: ['--no-write-json'], env: {}, project: '' },
    ];
    for (const { args, env, project } of ways) {
      const root = tempProject({
        'dbt_project.yml': `name: shop\n${project}`,
        'models/a.sql': 'select 1',
        'target/x': '',
      });
      expect((await tsdbt(['parse', ...args], { cwd: root, env })).code).toBe(0);
      expect([args, kept(root)]).toEqual([args, false]);
    }
  });

  it('keeps what it parsed, and --verify-cache finds it right', async () => {
    const root = tempProject({ 'models/a.sql': 'select 1', 'models/b.sql': "select * from {{ ref('a') }}" });
    await tsdbt(['parse'], { cwd: root });
    expect(kept(root)).toBe(true);
    writeFileSync(join(root, 'models/b.sql'), "select 2 from {{ ref('a') }}");
    const { code, stdout } = await tsdbt(['parse', '--verify-cache'], { cwd: root });
    expect([code, stdout.includes('The parse cache gives what parsing every file gives.')]).toEqual([0, true]);
  });

  it('--verify-cache does not praise a cache that is switched off', async () => {
    const root = tempProject({ 'models/a.sql': 'select 1' });
    const { code, stdout } = await tsdbt(['parse', '--verify-cache', '--no-partial-parse'], { cwd: root });
    expect([code, stdout.includes('The parse cache gives')]).toEqual([2, false]);
    expect(stdout).toContain('there was nothing to compare');
  });

  it('--verify-cache finds a cache that is wrong, and says where', async () => {
    const root = tempProject({ 'models/a.sql': 'select 1', 'models/b.sql': "select * from {{ ref('a') }}" });
    await tsdbt(['parse'], { cwd: root });
    forge(root);
    const { code, stdout, stderr } = await tsdbt(['parse', '--verify-cache'], { cwd: root });
    expect(code).toBe(1);
    expect(`${stdout}${stderr}`).toContain(
      'The parse cache does not give what parsing every file gives: model.shop.a differs.',
    );
  });

  it('is not misled by two of itself at once', async () => {
    const root = tempProject({ 'models/a.sql': "select '{{ var('v') }}' as v" });
    const parse = (v: number) => tsdbt(['parse', '--vars', `{v: ${v}}`], { cwd: root, isOwnProcess: true });
    const codes = await Promise.all([1, 2].map(async (v) => (await parse(v)).code));
    expect(codes).toEqual([0, 0]);
    expect((await tsdbt(['parse', '--vars', '{v: 2}', '--verify-cache'], { cwd: root })).code).toBe(0);
  });
});

/** Puts another code into the cache, with all checksums right: no damage, but a mistake. */
function forge(root: string): void {
  const { index, whole, shard } = cacheFiles(root);
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  const text = readFileSync(shard, 'utf8').replace('"select 1"', '"select 9"');
  const name = `${digest(text).slice(0, 40)}.json`;
  writeFileSync(join(cacheOf(root), name), text);
  const [, body] = readFileSync(index, 'utf8').split('\n');
  const named = body.replace(shard.slice(-45), name);
  writeFileSync(index, `${digest(named)}\n${named}`);
  rmSync(whole);
}
