/** What a text of templates reads from outside of the project's files, found in the text: vars, the environment, the target. */

export interface InputMention {
  readonly kind: 'var' | 'env_var' | 'target';
  /** Null when the name is worked out while rendering, so that it may be any. */
  readonly name: string | null;
}

/** A text that goes on behind its end (`'DAYS_' ~ x`, `'days' | upper`) is no name. */
const CALL =
  /\b(?<kind>var|env_var)\s*(?:\.\s*has_var\s*)?\(\s*(?:[A-Za-z_]+\s*=\s*)?(?:(?<mark>['"])(?<name>[^'"\\]*)\k<mark>(?=\s*[,)]))?/gu;

/** Each mention once. A word that only looks like one costs a comparison, no more. */
export function findInputMentions(text: string): readonly InputMention[] {
  const found = new Map<string, InputMention>();
  if (text.includes('var')) {
    for (const { groups = {} } of text.matchAll(CALL)) {
      const mention = { kind: groups.kind as 'var' | 'env_var', name: groups.name ?? null };
      found.set(inputKey(mention), mention);
    }
  }
  if (/\btarget\b/u.test(text)) found.set('target', { kind: 'target', name: null });
  return [...found.values()];
}

/** `var days`, `env_var REGION`, `target`; a name that may be any is `*`. */
export function inputKey({ kind, name }: InputMention): string {
  return kind === 'target' ? kind : `${kind} ${name ?? '*'}`;
}
