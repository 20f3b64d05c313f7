/**
 * The dbt version that tsdbt stands in for, and `require-dbt-version` checked against it. Specifiers are those of dbt:
 * `>=1.6.0`, `<2.0.0`, `=1.7.0`, several in one text or list.
 */

/** What `dbt_version` gives in templates, so that packages that test for it choose the branch that tsdbt follows. */
export const COMPATIBLE_DBT_VERSION = '1.11.16';

export type VersionCheck =
  | { readonly kind: 'met' }
  | { readonly kind: 'unmet'; readonly specifier: string }
  | { readonly kind: 'malformed'; readonly specifier: string };

/** Checks each specifier; the first that fails decides. */
export function checkDbtVersion(specifiers: readonly string[], version = COMPATIBLE_DBT_VERSION): VersionCheck {
  for (const text of specifiers) {
    for (const specifier of text.split(',').map((part) => part.trim())) {
      if (specifier === '') continue;
      const isMet = meets(version, specifier);
      if (isMet === null) return { kind: 'malformed', specifier };
      if (!isMet) return { kind: 'unmet', specifier };
    }
  }
  return { kind: 'met' };
}

const SPECIFIER = /^(>=|<=|>|<|=)?\s*v?(\d+)\.(\d+)\.(\d+)(?:[-.]?([a-z]+[\w.]*))?$/i;

function meets(version: string, specifier: string): boolean | null {
  const wanted = SPECIFIER.exec(specifier);
  const own = SPECIFIER.exec(version);
  if (wanted === null || own === null) return null;
  const order = compareVersions(own, wanted);
  switch (wanted[1] ?? '=') {
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    default:
      return order === 0;
  }
}

/** A prerelease comes before its release. */
function compareVersions(a: RegExpExecArray, b: RegExpExecArray): number {
  for (const part of [2, 3, 4]) {
    const difference = Number(a[part]) - Number(b[part]);
    if (difference !== 0) return difference;
  }
  const first = a[5] ?? '';
  const second = b[5] ?? '';
  if (first === second) return 0;
  if (first === '') return 1;
  if (second === '') return -1;
  return first < second ? -1 : 1;
}
