/** Loaded into a watched process: on SIGUSR2 it collects garbage and writes what is still held. */
import { renameSync, writeFileSync } from 'node:fs';

process.on('SIGUSR2', () => {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed } = process.memoryUsage();
  // Requests that are just being answered hold nothing.
  const resources = process.getActiveResourcesInfo().filter((name) => !/^(Timeout|Immediate|FSReq)/.test(name)).length;
  writeFileSync(`${process.env.PROBE_FILE}.new`, JSON.stringify({ heapUsed, resources }));
  renameSync(`${process.env.PROBE_FILE}.new`, process.env.PROBE_FILE);
});
