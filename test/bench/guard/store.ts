/** Writes down what the guard compares with: `npm run bench:store`, after a change that makes commands cheaper, or dearer on purpose. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { measureWork, STORED_SIZE } from './measure-work.js';

const work = measureWork(resolve(import.meta.dirname, '../../../dist/cli/main.cjs'), STORED_SIZE);
writeFileSync(join(import.meta.dirname, 'work.json'), `${JSON.stringify(work, null, 2)}\n`);
process.stdout.write(`${JSON.stringify(work, null, 2)}\n`);
