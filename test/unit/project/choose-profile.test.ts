import { describe, expect, it } from 'vitest';
import { chooseProfile } from '../../../core/project/profile/choose-profile.js';
import { parseYaml } from '../../../core/project/yaml/parse-yaml.js';

const PROFILES = `shop:
  target: dev
  outputs:
    dev:
      type: sqlite
      path: "{{ x }}"
    prod: {type: postgres, host: "{{ broken"}
    odd: {type: oracle}
    none: {host: a}
other:
  outputs:
    default: {type: sqlite}
`;

interface Asked {
  readonly profile?: string;
  readonly target?: string | null;
  readonly text?: string;
}

function choose({ profile = 'shop', target = null, text = PROFILES }: Asked = {}) {
  const request = { profileName: profile, targetName: target, types: ['sqlite', 'postgres'], namedAt: null };
  return chooseProfile(parseYaml(text, 'profiles.yml').value, request, (written) => written.replace('{{ x }}', 'a.db'));
}

describe('chooseProfile', () => {
  it("takes the profile's target, renders its output, and knows where its keys stand", () => {
    const { value, diagnostics } = choose();
    expect(diagnostics).toEqual([]);
    expect(value).toMatchObject({
      profileName: 'shop',
      targetName: 'dev',
      type: 'sqlite',
      output: { type: 'sqlite', path: 'a.db' },
    });
    expect(value?.locate(['path'])).toEqual({ file: 'profiles.yml', line: 6, column: 14 });
  });

  it('a target that is asked for wins; without any it is called default', () => {
    expect(choose({ target: 'prod' }).value?.type).toBe('postgres');
    expect(choose({ profile: 'other' }).value?.targetName).toBe('default');
  });

  it('an unknown target lists the known ones', () => {
    expect(choose({ target: 'pord' }).diagnostics).toEqual([
      {
        code: 'TSDBT_TARGET_UNKNOWN',
        severity: 'error',
        message: 'The profile `shop` has no target `pord`.',
        location: { file: 'profiles.yml', line: 3, column: 3 },
        hint: "Did you mean 'prod'? Targets: dev, prod, odd, none.",
      },
    ]);
  });

  it('a target that the profile itself names wrongly is marked there, one that nobody names at the outputs', () => {
    const text = 'shop:\n  outputs: {dev: {type: sqlite}}\n';
    const places = [`${text}  target: prd\n`, text].map((each) => choose({ text: each }).diagnostics[0]?.location);
    expect(places).toMatchObject([
      { line: 3, column: 11 },
      { line: 2, column: 3 },
    ]);
  });

  it('an unknown profile lists the known ones, and has no place when the command line named it', () => {
    const [found] = choose({ profile: 'shp' }).diagnostics;
    expect(found?.location).toBeUndefined();
    expect(found).toMatchObject({ code: 'TSDBT_PROFILE_UNKNOWN', hint: "Did you mean 'shop'? Profiles: shop, other." });
  });

  it('a name of JavaScript is no profile', () => {
    expect(choose({ profile: 'constructor' }).diagnostics).toMatchObject([{ code: 'TSDBT_PROFILE_UNKNOWN' }]);
    expect(choose({ target: '__proto__' }).diagnostics).toMatchObject([{ code: 'TSDBT_TARGET_UNKNOWN' }]);
  });

  it('an unknown type lists the adapters', () => {
    expect(choose({ target: 'odd' }).diagnostics).toMatchObject([
      {
        code: 'TSDBT_ADAPTER_UNKNOWN',
        message:
          'The output `odd` of the profile `shop` has the text "oracle" as its type, for which there is no adapter.',
        hint: 'Known types: sqlite, postgres.',
        location: { line: 8, column: 17 },
      },
    ]);
    expect(choose({ target: 'none' }).diagnostics[0].message).toContain('lacks the key `type`');
  });

  it('a wrong shape is named', () => {
    expect(choose({ text: '- a\n' }).diagnostics[0].message).toBe(
      'profiles.yml must be a mapping of profiles, found a list.',
    );
    expect(choose({ text: 'shop: {targett: dev, outputs: 5}\n' }).diagnostics).toMatchObject([
      { message: '`shop.outputs` must be a mapping, found the number 5.' },
      { message: '`shop` has the unknown key `targett`.', hint: "Did you mean 'target'?" },
    ]);
  });
});
