/** Loaded into a watched process: on SIGUSR2 it collects garbage and writes what is still held. */
import { renameSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

process.on('SIGUSR2', async () => {
  // What a first collection frees may hold what a later one finds; code that nobody runs grows old over several.
  for (let round = 0; round < 8; round++) {
    globalThis.gc();
    await pause(20);
  }
  const { heapUsed } = process.memoryUsage();
  // Requests that are just being answered hold nothing.
  const resources = process.getActiveResourcesInfo().filter((name) => !/^(Timeout|Immediate|FSReq)/.test(name)).length;
  writeFileSync(`${process.env.PROBE_FILE}.new`, JSON.stringify({ heapUsed, resources }));
  renameSync(`${process.env.PROBE_FILE}.new`, process.env.PROBE_FILE);
});
