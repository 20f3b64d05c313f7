import { describe, expect, it } from 'vitest';
import { createVars } from '../../../core/project/vars.js';
import { packageConfig, projectConfig } from '../../support/project-config.js';

const pkg = packageConfig('name: pkg\nvars:\n  only_pkg: 1\n  shared: pkg\n  pkg:\n    scoped: pkg\n', '/pkg');
const project = projectConfig(
  'name: p\nvars:\n  shared: root\n  given: root\n  scoped: global\n  p: {scoped: own}\n  pkg: {scoped: root for pkg}\n',
  { packages: [pkg], cliVars: { given: 'command line' } },
);
const vars = createVars(project);

describe('vars', () => {
  it('the command line wins, then the root project, then the package', () => {
    expect(vars.get('given', 'p')).toBe('command line');
    expect(vars.get('given', 'pkg')).toBe('command line');
    expect(vars.get('shared', 'pkg')).toBe('root');
    expect(vars.get('only_pkg', 'pkg')).toBe(1);
  });

  it('a block of the package beats the vars beside it', () => {
    expect(vars.get('scoped', 'p')).toBe('own');
    expect(vars.get('scoped', 'pkg')).toBe('root for pkg');
  });

  it("a package's vars are its own", () => {
    expect(vars.get('only_pkg', 'p')).toBeUndefined();
  });

  it('names of JavaScript are no vars', () => {
    expect(vars.get('constructor', 'p')).toBeUndefined();
    expect(vars.get('__proto__', 'p')).toBeUndefined();
  });

  it('lists the names that there are', () => {
    expect(vars.names('pkg')).toEqual(['given', 'only_pkg', 'p', 'pkg', 'scoped', 'shared']);
  });
});
