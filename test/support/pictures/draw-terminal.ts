/** Draws what stands on a terminal as SVG. */

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

/** A picture of the lines, colours and all. */
export function drawTerminal(title: string, lines: readonly string[]): string {
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
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    ...dots,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="#e6edf3">`,
    ...rows,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}
