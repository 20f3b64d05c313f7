import { realpathSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { generateProject } from '../../bench/generate-project.js';
import { soak } from '../../bench/watch/soak.js';
import { startWatched } from '../../bench/watch/watched-process.js';
import { bin, tempFolder } from '../../support/cli.js';

const MEGABYTE = 1024 * 1024;

describe.runIf(process.platform === 'linux')('a watch over many saves', () => {
  it('holds no more memory, files or processes at the end than after the first few, and ends cleanly', async () => {
    const folder = realpathSync(tempFolder());
    const project = generateProject(folder, 20);
    const watch = startWatched({ bin, cwd: folder, nodeFlags: ['--no-opt'] });
    onTestFinished(async () => {
      await watch.stop();
    });
    await watch.says(/20 built, 40 passed/);
    const { before, after } = await soak(watch, { folder, project, warmUp: 10, saves: 20 });
    expect(after.handles).toBeLessThanOrEqual(before.handles);
    expect(after.children).toBe(before.children);
    expect(after.resources).toBeLessThanOrEqual(before.resources + 1);
    expect(after.heapUsed - before.heapUsed).toBeLessThan(3 * MEGABYTE);
    expect(await watch.stop()).toBe(130);
  }, 60_000);
});
