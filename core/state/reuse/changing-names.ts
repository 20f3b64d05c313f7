/**
 * Names that make what a template renders depend on more than the project, its vars and its surroundings: the database, the
 * clock, the invocation, other nodes. Pure. In doubt a name counts.
 */
import { codeOf } from './template-parts.js';

/** Each with the pattern of its harmless uses, where there are some. */
const changing: readonly { readonly name: string; readonly harmless?: RegExp }[] = [
  { name: 'adapter', harmless: /\badapter\s*\.\s*(?:quote\b|dispatch\s*\(\s*(?:macro_name\s*=\s*)?['"])/gu },
  { name: 'modules', harmless: /\bmodules\s*\.\s*(?:re|itertools)\b/gu },
  ...['builtins', 'context', 'dbt_metadata_envs', 'env', 'flags', 'graph', 'invocation_args_dict', 'invocation_id'].map(
    named,
  ),
  ...['load_result', 'render', 'run_query', 'run_started_at', 'selected_resources', 'statement', 'thread_id'].map(
    named,
  ),
  // Another name for a var or an environment variable hides which one is read.
  { name: 'var', harmless: /\bvar\s*(?:\.\s*has_var\s*)?\(/gu },
  { name: 'env_var', harmless: /\benv_var\s*\(/gu },
];

function named(name: string): { readonly name: string } {
  return { name };
}

const quickLook = new RegExp(`\\b(?:${changing.map(({ name }) => name).join('|')})\\b`, 'u');

/** The first such name in a text of templates; null when there is none. */
export function changingName(text: string): string | null {
  if (!quickLook.test(text)) return null;
  const code = codeOf(text);
  const found = changing.find(({ name, harmless }) => {
    const rest = harmless === undefined ? code : code.replaceAll(harmless, ' ');
    return new RegExp(`\\b${name}\\b`, 'u').test(rest);
  });
  return found?.name ?? null;
}
