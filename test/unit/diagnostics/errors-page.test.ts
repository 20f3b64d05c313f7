import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorsPage, errorsPagePath } from '../../support/errors-page.js';

describe('docs/errors.md', () => {
  it('is what the tables of codes say (npm run docs:errors)', () => {
    expect(readFileSync(errorsPagePath, 'utf8')).toBe(errorsPage());
  });
});
