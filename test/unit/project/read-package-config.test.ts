import { describe, expect, it } from 'vitest';
import { readPackageConfig } from '../../../core/project/dbt-project/read-package-config.js';
import { parseYaml } from '../../../core/project/yaml/parse-yaml.js';
import { packageConfig } from '../../support/project-config.js';

const read = (text: string, render = (written: string) => written.replaceAll('{{ x }}', 'rendered')) =>
  readPackageConfig({ document: parseYaml(text, 'dbt_project.yml').value, root: '/p', render });
const problems = (text: string) =>
  read(text).diagnostics.map(({ message, location, hint }) => ({
    message,
    at: `${location?.line}:${location?.column}`,
    hint,
  }));

describe('defaults', () => {
  it('are those of dbt', () => {
    expect(packageConfig('name: p')).toMatchObject({
      name: 'p',
      version: null,
      paths: {
        model: ['models'],
        seed: ['seeds'],
        test: ['tests'],
        analysis: ['analyses'],
        macro: ['macros'],
        snapshot: ['snapshots'],
        docs: ['models', 'seeds', 'tests', 'analyses', 'macros', 'snapshots'],
      },
      vars: {},
      onRunStart: [],
      dispatch: {},
    });
  });
});

describe('keys', () => {
  it('paths take back slashes and superfluous parts', () => {
    const { paths } = packageConfig(
      "name: p\nmodel-paths: ['models\\staging', ./models/, models]\ndocs-paths: [docs]\n",
    );
    expect(paths.model).toEqual(['models/staging', 'models']);
    expect(paths.docs).toEqual(['docs']);
  });

  it('hooks are a text or a list, each with its place, and stay as written', () => {
    const config = read("name: p\non-run-start: select {{ x }}\non-run-end:\n  - one\n  - 'two {{ x }}'\n").value
      ?.config;
    expect(config?.onRunStart).toEqual([
      { value: 'select {{ x }}', location: { file: 'dbt_project.yml', line: 2, column: 15 } },
    ]);
    expect(config?.onRunEnd.map((hook) => [hook.value, hook.location.line])).toEqual([
      ['one', 4],
      ['two {{ x }}', 5],
    ]);
  });

  it('trees are rendered but for hooks, vars are not', () => {
    const text = "name: p\nvars: {v: '{{ x }}'}\nmodels:\n  +schema: '{{ x }}'\n  +pre-hook: '{{ x }}'\n";
    expect(read(text).value?.config).toMatchObject({
      vars: { v: '{{ x }}' },
      configTrees: { models: { '+schema': 'rendered', '+pre-hook': '{{ x }}' } },
      unrenderedTrees: { models: { '+schema': '{{ x }}' } },
    });
  });

  it('version may be a number; dispatch becomes search orders', () => {
    const text = 'name: p\nversion: 1.5\ndispatch: [{macro_namespace: dbt, search_order: [p, dbt]}]\n';
    expect(packageConfig(text)).toMatchObject({ version: '1.5', dispatch: { dbt: ['p', 'dbt'] } });
  });

  it('old names still work, with a warning', () => {
    const outcome = read('name: p\nsource-paths: [src]\n');
    expect(outcome.value?.config.paths.model).toEqual(['src']);
    expect(outcome.diagnostics).toMatchObject([{ code: 'TSDBT_KEY_DEPRECATED', severity: 'warning' }]);
  });
});

describe('mistakes', () => {
  it('all come out at once, each with its place', () => {
    expect(problems('name: p\nmodles: {}\nmodel-paths: models\non-run-start: 5\nvars: [a]\n')).toEqual([
      { message: '`model-paths` must be a list of texts, found the text "models".', at: '3:14', hint: undefined },
      { message: '`on-run-start` must be a text or a list of texts, found the number 5.', at: '4:15', hint: undefined },
      { message: '`vars` must be a mapping, found a list.', at: '5:7', hint: undefined },
      { message: 'The file has the unknown key `modles`.', at: '2:1', hint: "Did you mean 'models'?" },
    ]);
  });

  it.each([
    ['', 'must be a mapping, found nothing'],
    ['- a', 'must be a mapping, found a list'],
    ['version: 1', 'lacks the key `name`'],
    ['name: 5', '`name` must be a text, found the number 5'],
    ['name: my-project', 'no name that templates can use'],
    ['name: 1st', 'no name that templates can use'],
    ['name: target', 'a name that templates use for something else'],
    ['name: p\ndispatch: [{macro_namespace: a}]', '`dispatch[0]` lacks the key `search_order`'],
    ['name: p\ntests: {+severity: warn}\ndata_tests: {+severity: warn}', 'both `tests` and `data_tests`'],
    ["name: p\nrequire-dbt-version: '>=2.0.0'", 'needs dbt >=2.0.0'],
    ["name: p\nrequire-dbt-version: '>=1.0'", 'no version of three numbers'],
  ])('%j', (text, message) => {
    const found = problems(text);
    expect(found).toHaveLength(1);
    expect(found[0].message).toContain(message);
  });

  it('versions that fit are silent', () => {
    expect(problems("name: p\nrequire-dbt-version: ['>=1.6.0', '<2.0.0']")).toEqual([]);
    expect(problems("name: p\nrequire-dbt-version: '>=1.6.0,<2.0.0'")).toEqual([]);
  });
});
