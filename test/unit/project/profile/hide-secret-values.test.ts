import { expect, it } from 'vitest';
import { hideSecretValues } from '../../../../core/project/profile/hide-secret-values.js';

it.each([
  ['      password: hunter22', '      password: *****'],
  ['      pass: "hunter, 22" # old', '      pass: *****'],
  ['password: "unfinished', 'password: *****'],
  ['- token: hunter22', '- token: *****'],
  ['    dev: {type: postgres, password: hunter22, port: 1}', '    dev: {type: postgres, password: *****, port: 1}'],
  ["    dev: {'pass': 'a, b', port: 1}", "    dev: {'pass': *****, port: 1}"],
  ['    dev: {pass: "a\\"b", port: 1}', '    dev: {pass: *****, port: 1}'],
  ['private_key: |\n  MIIE\n  vQIB\n\nport: 1', 'private_key: *****\n  *****\n  *****\n\nport: 1'],
  ['password:   hunter\n    22\nport: 1', 'password:   *****\n    *****\nport: 1'],
  ['  - git: https://etl:hunter22@host/x.git', '  - git: https://etl:*****@host/x.git'],
])('hides the value in %j', (text, expected) => {
  expect(hideSecretValues(text)).toBe(expected);
});

it.each([
  '      user: etl',
  '      sslkey: keys/client.pem',
  `      password: "{{ env_var('PGPASSWORD') }}"`,
  '      passwordless',
])('leaves %j', (text) => {
  expect(hideSecretValues(text)).toBe(text);
});

it('hides a default that is written beside the variable', () => {
  expect(hideSecretValues(`password: "{{ env_var('X', 'hunter22') }}"`)).toBe('password: *****');
});
