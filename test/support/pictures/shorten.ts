/** Leaves out of a long report what says the same again and again. */

const ESCAPE = String.fromCharCode(27);

/** What fits a picture: results without their START lines, and of the tests in the middle only that they are there. */
export function shortenReport(lines: readonly string[]): string[] {
  const results = lines.filter((line) => !/ START .*\[.*RUN/.test(line));
  const found = results.findIndex((line) => line.includes('Finished running'));
  const end = found === -1 ? results.length : found;
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
