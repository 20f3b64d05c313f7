/**
 * Names that make what a template renders depend on more than the project, its vars and its surroundings: the database, the
 * clock, the invocation, other nodes. Pure. In doubt a name counts.
 */
import { codeOf } from './template-parts.js';

/** Each with the pattern of its harmless uses, where there are some. */
const changing: readonly { readonly name: string; readonly harmless?: RegExp }[] = [
  {
    name: 'adapter',
    harmless: /\badapter\s*\.\s*(?:quote\b|dispatch\s*\(\s*(?:macro_name\s*=\s*)?(['"])\w+\1\s*[,)])/gu,
  },
  { name: 'modules', harmless: /\bmodules\s*\.\s*(?:re|itertools)\b/gu },
  ...['builtins', 'context', 'dbt_metadata_envs', 'env', 'flags', 'graph', 'invocation_args_dict', 'invocation_id'].map(
    named,
  ),
  ...[
    'load_result',
    'random',
    'render',
    'run_query',
    'run_started_at',
    'selected_resources',
    'statement',
    'thread_id',
  ].map(named),
  // Another name for a var or an environment variable hides which one is read.
  { name: 'var', harmless: /\bvar\s*(?:\.\s*has_var\s*)?\(/gu },
  { name: 'env_var', harmless: /\benv_var\s*\(/gu },
];

function named(name: string): { readonly name: string } {
  return { name };
}

const quickLook = new RegExp(`\\b(?:${changing.map(({ name }) => name).join('|')})\\b`, 'u');

/**
 * Gives the first such name in a text of templates; null when there is none. A package by whose name macros are called counts
 * where the macro's own name is worked out: `shop['cents_' ~ unit](1)`.
 */
export function createChangingNames(packages: readonly string[]): (text: string) => string | null {
  const names = packages.join('|');
  const packageLook = new RegExp(`\\b(?:${names})\\b`, 'u');
  const packageUse = new RegExp(`(?<![\\w.])(${names})\\b(?!\\s*(?:\\.|\\[\\s*''\\s*\\]|=(?!=)))`, 'u');
  return (text) => {
    const [mayChange, mayCall] = [quickLook.test(text), packageLook.test(text)];
    if (!mayChange && !mayCall) return null;
    const code = codeOf(text);
    const name = mayChange ? changingIn(code) : null;
    if (name !== null || !mayCall) return name;
    const found = packageUse.exec(code.replaceAll(TEXT, "''"))?.[1];
    return found === undefined ? null : `${found} for a macro whose name is worked out`;
  };
}

const TEXT = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/gu;

function changingIn(code: string): string | null {
  const found = changing.find(({ name, harmless }) => {
    const rest = harmless === undefined ? code : code.replaceAll(harmless, ' ');
    return new RegExp(`\\b${name}\\b`, 'u').test(rest);
  });
  return found?.name ?? null;
}
