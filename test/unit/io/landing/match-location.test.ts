import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { matchLocation } from '../../../../core/io/landing/match-location.js';

const root = mkdtempSync(join(tmpdir(), 'tsdbt-landing-'));
for (const path of [
  'data/a/2.csv',
  'data/a/1.csv',
  'data/a/.hidden.csv',
  'data/b/deep/3.csv',
  'data/readme.txt',
  'data/a/odd [1].csv',
]) {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), '');
}

describe('matchLocation', () => {
  it('finds one file by its path, with either slash', async () => {
    expect(await matchLocation(root, 'data/a/1.csv')).toEqual(['data/a/1.csv']);
    expect(await matchLocation(root, '.\\data\\a\\1.csv')).toEqual(['data/a/1.csv']);
  });

  it('finds the files of a folder in order and leaves hidden ones out', async () => {
    expect(await matchLocation(root, 'data/a/*.csv')).toEqual(['data/a/1.csv', 'data/a/2.csv', 'data/a/odd [1].csv']);
  });

  it('reaches into folders with two stars', async () => {
    expect(await matchLocation(root, 'data/**/?.csv')).toEqual(['data/a/1.csv', 'data/a/2.csv', 'data/b/deep/3.csv']);
  });

  it('gives absolute paths for an absolute location', async () => {
    expect(await matchLocation('/nowhere', join(root, 'data/b/*/*.csv'))).toEqual([join(root, 'data/b/deep/3.csv')]);
  });

  it('finds nothing in a folder that does not exist', async () => {
    expect(await matchLocation(root, 'nothing/*.csv')).toEqual([]);
  });
});
