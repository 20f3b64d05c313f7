import { expect, it } from 'vitest';
import { patienceFlag } from '../../../../cli/program/patience-flag.js';

it('asks the engine of Node 20 for patience, and no other, which would refuse the flag on the terminal', () => {
  expect(patienceFlag('11.3.244.8-node.33')).toBe('--interrupt-budget=300000');
  expect(patienceFlag('12.4.254.21-node.57')).toBeNull();
  expect(patienceFlag('13.6.233.17-node.53')).toBeNull();
  expect(patienceFlag('11.13.1.0')).toBeNull();
});
