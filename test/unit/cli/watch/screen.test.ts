import { describe, expect, it } from 'vitest';
import { plainStyle } from '../../../../cli/reporter/text/style.js';
import { createIgnore } from '../../../../cli/watch/files/ignored-paths.js';
import { sqlDiff } from '../../../../cli/watch/lines/sql-diff.js';
import { createStatusLine } from '../../../../cli/watch/lines/status-line.js';
import { idleText, promptText } from '../../../../cli/watch/session/status-text.js';

describe('the last line of the screen', () => {
  const open = (columns = 60) => {
    let written = '';
    const write = (text: string) => {
      written += text;
    };
    const line = createStatusLine({ write, columns: () => columns, style: plainStyle });
    return { line, write, written: () => written };
  };

  it('gives way to what is written and comes back below it', () => {
    const { line, write, written } = open();
    line.show(() => 'PASS  waiting');
    line.around(() => write('a line\n'));
    line.close();
    expect(written()).toBe('\r\u001b[KPASS  waiting\r\u001b[Ka line\n\r\u001b[KPASS  waiting\r\u001b[K');
  });

  it('moves by itself only where that is asked for', async () => {
    const { line, written } = open();
    let clock = 0;
    line.show(() => `standing ${++clock}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(clock).toBe(1);
    line.show(() => `moving ${++clock}`, true);
    await new Promise((resolve) => setTimeout(resolve, 250));
    line.close();
    expect(written()).toContain('moving 3');
  });

  it('is not taken away twice when writers nest', () => {
    const { line, write, written } = open();
    line.show(() => 'x');
    line.around(() => line.around(() => write('in\n')));
    line.close();
    expect(written().match(/in\n/g)).toHaveLength(1);
    expect(written()).toBe('\r\u001b[Kx\r\u001b[Kin\n\r\u001b[Kx\r\u001b[K');
  });

  it('never gets wider than the terminal, nor erases more than its line', () => {
    const { line, written } = open(30);
    line.show(() => 'y'.repeat(200));
    line.close();
    expect(written()).toContain(`${'y'.repeat(26)}...`);
    expect(written()).not.toContain('y'.repeat(27));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: sequences that move up or clear.
    expect(written()).not.toMatch(/\u001b\[\d*[AJH]/);
  });
});

describe('what the last line says', () => {
  const facts = {
    outcome: null,
    isBroken: false,
    isPaused: false,
    filter: null,
    failed: new Set<string>(),
    waiting: 0,
  };
  const outcome = { finished: new Set<string>(), failed: new Set<string>(), wasCancelled: false, summary: '3 built' };

  it('tells how it stands and that it waits', () => {
    expect(idleText(facts)).toBe('READY  waiting for changes | h help, q quit');
    expect(idleText({ ...facts, outcome })).toBe('PASS  3 built | waiting for changes | h help, q quit');
  });

  it('stays at FAIL while a node of an earlier build fails', () => {
    expect(idleText({ ...facts, outcome, failed: new Set(['model.a']) })).toMatch(/^FAIL {2}/);
  });

  it('tells of mistakes, a pause with what waits, and a filter', () => {
    expect(idleText({ ...facts, isBroken: true })).toMatch(/^FAIL {2}waiting for the mistakes to be mended/);
    expect(idleText({ ...facts, isPaused: true, waiting: 2 })).toContain('paused, 2 files saved');
    expect(idleText({ ...facts, filter: { kind: 'name', text: 'stg_' } })).toContain('filter stg_');
  });

  it('shows the line that is typed with what it would match', () => {
    const hint = (text: string) => `${text.length} nodes`;
    expect(promptText({ label: 'Name', text: 'stg', hint })).toBe('Name: stg_ (3 nodes)  Enter takes it, Esc leaves');
  });
});

describe('paths that are not watched', () => {
  const isIgnored = createIgnore({
    places: ['/home/me/venv'],
    folders: ['/home/me/venv/target', '/home/me/venv/logs'],
    files: ['/home/me/venv/shop.sqlite'],
  });
  const below = (path: string) => isIgnored(`/home/me/venv/${path}`);

  it('are those that tsdbt, SQLite, git and editors write', () => {
    for (const path of [
      ...['target', 'target/manifest.json', 'logs/tsdbt.log', '.git', 'node_modules', 'shop.sqlite', 'shop.sqlite-wal'],
      ...['shop.sqlite-tsdbt-locks/mutex', 'models/.a.sql.swp', 'models/a.sql~', 'models/.#a.sql', 'models/4913'],
    ]) {
      expect([path, below(path)]).toEqual([path, true]);
    }
  });

  it('are never what a project consists of, whatever its folder is called', () => {
    expect(isIgnored('/home/me/venv')).toBe(false);
    for (const path of ['models/a.sql', 'targets/a.sql', 'seeds/a.csv', 'profiles.yml', '.env', 'shop.sqlite.csv']) {
      expect([path, below(path)]).toEqual([path, false]);
    }
  });
});

describe('the difference of compiled SQL', () => {
  it('shows what went and what came with the lines around', () => {
    expect(sqlDiff('select 1 as a\nfrom t\n', 'select 2 as a\nfrom t\n', plainStyle)).toEqual([
      '@@ -1,2 +1,2 @@',
      '-select 1 as a',
      '+select 2 as a',
      ' from t',
    ]);
  });

  it('is empty for equal texts and cut where it is long', () => {
    expect(sqlDiff('select 1', 'select 1\n', plainStyle)).toEqual([]);
    const lines = (prefix: string) => Array.from({ length: 300 }, (_, index) => `${prefix}${index}`).join('\n');
    const shown = sqlDiff(lines('a'), lines('b'), plainStyle);
    expect(shown).toHaveLength(201);
    expect(shown.at(-1)).toBe('... and 401 more lines');
  });
});
