import { describe, expect, it } from 'vitest';
import { diagnosticLines } from '../../../../cli/reporter/lines/diagnostic-lines.js';
import { plainStyle } from '../../../../cli/reporter/text/style.js';
import type { Diagnostic } from '../../../../core/diagnostics/diagnostic.js';

const source = ['select', '    *', "from {{ ref('nothing') }}", 'where true', 'limit 1', 'offset 2'].join('\n');

function render(diagnostic: Partial<Diagnostic>, text: string | null = source, width = 80): string[] {
  const whole: Diagnostic = { code: 'TSDBT_REF_MISSING', severity: 'error', message: 'Wrong.', ...diagnostic };
  return diagnosticLines(whole, { style: plainStyle, readSource: () => text, width });
}

describe('diagnosticLines', () => {
  it('shows two lines around the place and a caret below it', () => {
    const location = { file: 'models/a.sql', line: 3, column: 9, endLine: 3, endColumn: 23 };
    expect(render({ location, hint: "Did you mean 'something'?" })).toEqual([
      'error Wrong. [TSDBT_REF_MISSING]',
      '  at models/a.sql:3:9',
      '    1 | select',
      '    2 |     *',
      "  > 3 | from {{ ref('nothing') }}",
      '      |         ^^^^^^^^^^^^^^',
      '    4 | where true',
      '    5 | limit 1',
      "  hint: Did you mean 'something'?",
    ]);
  });

  it('names the place alone when the file cannot be read or is shorter', () => {
    const location = { file: 'gone.sql', line: 30, column: 1 };
    expect(render({ location }, null)).toEqual(['error Wrong. [TSDBT_REF_MISSING]', '  at gone.sql:30:1']);
    expect(render({ location })).toHaveLength(2);
  });

  it('lists the macro stack, the compiled file and every line of the message', () => {
    const lines = render({
      severity: 'warning',
      message: 'First.\nSecond.',
      notes: [{ message: 'in macro cents', location: { file: 'macros/m.sql', line: 2, column: 3 } }],
      compiledPath: 'target/compiled/p/models/a.sql',
    });
    expect(lines).toEqual([
      'warning First. [TSDBT_REF_MISSING]',
      '  Second.',
      '  note: in macro cents (macros/m.sql:2:3)',
      '  compiled code at target/compiled/p/models/a.sql',
    ]);
  });

  it('shows the part of a long line in which the place is', () => {
    const long = `${'x'.repeat(5000)}HERE${'y'.repeat(5000)}`;
    const lines = render({ location: { file: 'a.sql', line: 1, column: 5001 } }, long, 60);
    expect(lines[2]).toContain('HERE');
    expect(lines[2].length).toBeLessThanOrEqual(60);
    expect(lines[3].indexOf('^')).toBe(lines[2].indexOf('HERE'));
  });

  it('counts columns of wide characters and tabs', () => {
    const lines = render({ location: { file: 'a.sql', line: 1, column: 5 } }, '\t日本 x');
    expect(lines.slice(2)).toEqual(['  > 1 |  日本 x', '      |       ^']);
  });

  it('lets no message move the cursor', () => {
    expect(render({ message: 'bad \u001b[2J name' })[0]).toContain('bad \\u001b[2J name');
  });
});
