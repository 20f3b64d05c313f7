/** What the text that the parse cache keeps a digest of tells of a login. */
import { describe, expect, it } from 'vitest';
import type { Credentials } from '../../../../core/adapter/adapter.js';
import { settingText } from '../../../../core/parse/reuse/setting-text.js';
import { parseInMemory } from '../../../support/project.js';

const setting = parseInMemory({}).parsed;
const { credentials } = setting.target;

function textWith(changes: Partial<Credentials>): string {
  return settingText({ ...setting, target: { ...setting.target, credentials: { ...credentials, ...changes } } });
}

describe('the text of a setting', () => {
  it('is the same with another password, so that its digest helps nobody to guess one', () => {
    const password = 'another';
    expect(credentials.secrets).toHaveLength(1);
    expect(textWith({ secrets: [password], settings: { ...credentials.settings, password } })).toBe(textWith({}));
  });

  it('is another one with another server, schema or user', () => {
    const { settings } = credentials;
    expect(textWith({ settings: { ...settings, host: 'elsewhere' } })).not.toBe(textWith({}));
    expect(textWith({ schema: 'elsewhere' })).not.toBe(textWith({}));
    expect(textWith({ publicFields: { ...credentials.publicFields, user: 'other' } })).not.toBe(textWith({}));
  });
});
