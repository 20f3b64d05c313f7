/**
 * `npm run docs:picture`: plays the sessions of the manual with the built tsdbt and draws what the terminal shows, colours
 * and all, into docs/images. Names after `--` play those alone. Times are the real ones of that run.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { drawTerminal } from './pictures/draw-terminal.js';
import { record } from './pictures/record.js';
import { sessions } from './pictures/sessions.js';

const folder = resolve(import.meta.dirname, '../../docs/images');
const wanted = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (const [name, session] of Object.entries(sessions)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  writeFileSync(join(folder, `${name}.svg`), drawTerminal(session.title, await record(session)));
  process.stdout.write(`${join(folder, `${name}.svg`)}\n`);
}
