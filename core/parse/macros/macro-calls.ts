/**
 * Which macros a macro calls, read from its text: enough for the manifest's `depends_on` and for did-you-mean, never for
 * running anything.
 */

export interface MacroCall {
  /** Package or dispatch namespace, when one is named. */
  readonly packageName: string | null;
  readonly name: string;
  readonly isDispatch: boolean;
}

/** A tag that is never closed reaches to the end, so that a text of nothing but openings is read once. */
const TAGS = /\{\{[\s\S]*?(?:\}\}|$)|\{%[\s\S]*?(?:%\}|$)/gu;
const DISPATCH =
  /\badapter\s*\.\s*dispatch\s*\(\s*(?:macro_name\s*=\s*)?(['"])(?<name>\w+)\1(?:\s*,\s*(?:macro_namespace\s*=\s*)?(['"])(?<space>\w+)\3)?/gu;
const CALL = /(?<![\w.'"])(?:(?<space>[A-Za-z_]\w*)\s*\.\s*)?(?<name>[A-Za-z_]\w*)\s*\(/gu;

/** Calls in the text of a macro, in the order of their first place, each once. Its own header is no call. */
export function callsOfMacro(text: string): MacroCall[] {
  return findCalls(text, 1);
}

/** Calls in the code of a node. */
export function callsOfCode(text: string): MacroCall[] {
  return findCalls(text, 0);
}

function findCalls(text: string, skippedTags: number): MacroCall[] {
  const calls = new Map<string, MacroCall>();
  const tags = text.replaceAll(/\{#[\s\S]*?(?:#\}|$)/gu, '').match(TAGS) ?? [];
  for (const tag of tags.slice(skippedTags)) {
    for (const { groups = {} } of tag.matchAll(DISPATCH)) add(calls, groups, true);
    for (const { groups = {} } of tag.matchAll(CALL)) add(calls, groups, false);
  }
  return [...calls.values()];
}

function add(calls: Map<string, MacroCall>, groups: Record<string, string | undefined>, isDispatch: boolean): void {
  const call = { packageName: groups.space ?? null, name: groups.name ?? '', isDispatch };
  const key = `${call.packageName}.${call.name}.${call.isDispatch}`;
  if (!calls.has(key)) calls.set(key, call);
}
