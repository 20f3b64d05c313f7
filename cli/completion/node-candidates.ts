/**
 * Completes one word of `--select`: graph operators in front are kept (`+stg_`, `2+stg_`, `@stg_`), so are the parts of an
 * intersection (`tag:nightly,stg_`); then names, methods with their values, and paths folder by folder.
 */
import type { CompletionIndex } from '../../core/index.js';

export interface NodeWords {
  readonly index: CompletionIndex;
  /** Types whose names are offered. */
  readonly types: readonly string[];
}

/** Every continuation of the word, whole. */
export function nodeCandidates(typed: string, { index, types }: NodeWords): string[] {
  const before = /^.*,/.exec(typed)?.[0] ?? '';
  const operator = /^(@|\d*\+)?/.exec(typed.slice(before.length))?.[0] ?? '';
  const kept = before + operator;
  return continuations(typed.slice(kept.length), index, types).map((word) => kept + word);
}

function continuations(word: string, index: CompletionIndex, types: readonly string[]): string[] {
  const [method] = /^[a-z_.]+(?=:)/.exec(word) ?? [];
  if (method !== undefined) {
    const values = Object.hasOwn(index.methods, method) ? index.methods[method] : [];
    const value = word.slice(method.length + 1);
    const found = method === 'path' ? pathSteps(value, values) : values.filter((each) => each.startsWith(value));
    return found.map((each) => `${method}:${each}`);
  }
  const names = types.flatMap((type) => (Object.hasOwn(index.names, type) ? index.names[type] : []));
  const methods = Object.keys(index.methods).filter((name) => index.methods[name].length > 0);
  const isStart = (each: string) => each.startsWith(word);
  const paths = word === '' ? [] : pathSteps(word, index.methods.path ?? []);
  return [...new Set([...names.filter(isStart), ...methods.map((name) => `${name}:`).filter(isStart), ...paths])];
}

/** The paths that begin so, up to their next slash. */
function pathSteps(typed: string, paths: readonly string[]): string[] {
  const steps = paths
    .filter((path) => path.startsWith(typed))
    .map((path) => {
      const slash = path.indexOf('/', typed.length);
      return slash === -1 ? path : path.slice(0, slash + 1);
    });
  const all = new Set(steps);
  // A folder stands in the list itself and as the beginning of its files.
  return [...all].filter((step) => !all.has(`${step}/`));
}
