import { describe, expect, it } from 'vitest';
import { readPackagesFile } from '../../../../core/project/packages/read-packages-file.js';
import { parseYaml } from '../../../../core/project/yaml/parse-yaml.js';

const read = (text: string) => readPackagesFile(parseYaml(text, 'packages.yml').value, (written) => written);

describe('packages.yml', () => {
  it('names local folders, and how other packages may be called where they are installed', () => {
    const { value, diagnostics } = read(`packages:
  - local: ..\\shared
  - package: dbt-labs/dbt_utils
    version: [">=1.0.0", "<2.0.0"]
  - git: "https://github.com/a/my-package.git"
    subdirectory: packages/inner
    revision: 1.0
  - tarball: https://x.y/z.tar.gz
    name: zed
`);
    expect(diagnostics).toEqual([]);
    expect(value).toMatchObject([
      { kind: 'local', folder: '../shared', location: { line: 2, column: 5 } },
      { kind: 'remote', source: 'dbt-labs/dbt_utils', folderNames: ['dbt_utils'] },
      { kind: 'remote', folderNames: ['inner', 'my-package'] },
      { kind: 'remote', folderNames: ['zed', 'z.tar.gz'] },
    ]);
  });

  it('every mistake is named', () => {
    const messages = read(
      'packages:\n  - {version: 1.0.0}\n  - {local: a, git: b}\nprojects: [{name: x}]\n',
    ).diagnostics;
    expect(messages).toMatchObject([
      {
        severity: 'error',
        message: 'A package needs one of the keys local, package, git, tarball, private; found none.',
      },
      { severity: 'error', message: expect.stringContaining('found local and git') },
      { code: 'TSDBT_FEATURE_UNBUILT', severity: 'warning' },
    ]);
    expect(read('packages:\n  - {lcoal: a}\n').diagnostics[0].hint).toBe("Did you mean 'local'?");
    expect(read('').value).toEqual([]);
  });
});
