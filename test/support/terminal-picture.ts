/**
 * `npm run docs:picture`: builds the leads template with the built tsdbt and draws what the terminal shows, colours and
 * all, as docs/images/build.svg. Times are the real ones of that run.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const LINE_HEIGHT = 18;
const CHARACTER_WIDTH = 7.8;
const MARGIN = 16;
const TITLE_HEIGHT = 30;

const ESCAPE = String.fromCharCode(27);
/** A code that changes the colour, with its numbers. */
const COLOUR_CODE = new RegExp(`${ESCAPE}\\[([\\d;]*)m`);

/** The colours of the SGR codes that tsdbt writes. */
const colours: Readonly<Record<string, string>> = {
  '31': '#ff7b72',
  '32': '#7ee787',
  '33': '#e3b341',
  '34': '#79c0ff',
  '35': '#d2a8ff',
  '36': '#76e3ea',
  '90': '#8b949e',
  '2': '#8b949e',
};

function buildOutput(): string[] {
  const home = mkdtempSync(join(tmpdir(), 'tsdbt-picture-'));
  const project = join(home, 'leads');
  cpSync(join(root, 'project-template/leads'), project, { recursive: true });
  const ended = spawnSync(process.execPath, [join(root, 'dist/cli/main.js'), 'build', '--use-colors'], {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, CI: '1', NO_COLOR: '', FORCE_COLOR: '1' },
  });
  if (ended.status !== 0) throw new Error(`tsdbt build ended with ${ended.status}:\n${ended.stdout}${ended.stderr}`);
  return ended.stdout.replaceAll(home, '~').trimEnd().split('\n');
}

/** What fits a picture: results without their START lines, and of the tests in the middle only that they are there. */
function shorten(lines: readonly string[]): string[] {
  const results = lines.filter((line) => !/ START .*\[.*RUN/.test(line));
  const end = results.findIndex((line) => line.includes('Finished running'));
  const isTest = (line: string) => / PASS /.test(line);
  const shown: string[] = [];
  let left = 0;
  for (const line of results.slice(0, end)) {
    if (isTest(line) && isTest(shown.at(-1) ?? '')) {
      left += 1;
      continue;
    }
    if (left > 0) shown.push(leftOut(left));
    left = 0;
    shown.push(line);
  }
  if (left > 0) shown.push(leftOut(left));
  return [...shown, ...results.slice(end)];
}

function leftOut(count: number): string {
  return `${' '.repeat(10)}${ESCAPE}[90m... ${count} more ${count === 1 ? 'test' : 'tests'} passed${ESCAPE}[0m`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** One line as spans, a span for each change of colour. */
function spans(line: string): string {
  let style = '';
  return line
    .split(new RegExp(`(${ESCAPE}\\[[\\d;]*m)`))
    .map((part) => {
      const codes = COLOUR_CODE.exec(part)?.[1];
      if (codes === undefined) return part === '' ? '' : `<tspan${style}>${escapeXml(part)}</tspan>`;
      const colour = codes
        .split(';')
        .map((code) => colours[code])
        .find((found) => found !== undefined);
      style = colour === undefined ? (codes.includes('1') ? ' font-weight="bold"' : '') : ` fill="${colour}"`;
      return '';
    })
    .join('');
}

function draw(lines: readonly string[]): string {
  const columns = Math.max(...lines.map((line) => line.replaceAll(new RegExp(COLOUR_CODE, 'g'), '').length));
  const width = Math.round(columns * CHARACTER_WIDTH + 2 * MARGIN);
  const height = TITLE_HEIGHT + lines.length * LINE_HEIGHT + 2 * MARGIN;
  const rows = lines.map((line, index) => {
    const y = TITLE_HEIGHT + MARGIN + (index + 0.8) * LINE_HEIGHT;
    return `<text x="${MARGIN}" y="${y.toFixed(1)}" xml:space="preserve">${spans(line)}</text>`;
  });
  const dots = ['#ff5f56', '#ffbd2e', '#27c93f'].map(
    (fill, index) => `<circle cx="${20 + index * 20}" cy="16" r="6" fill="${fill}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    '<title>tsdbt build on the leads template, in a terminal</title>',
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    ...dots,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="#e6edf3">`,
    ...rows,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

mkdirSync(join(root, 'docs/images'), { recursive: true });
writeFileSync(join(root, 'docs/images/build.svg'), draw(['$ tsdbt build', ...shorten(buildOutput())]));
