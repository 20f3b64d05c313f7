/** An adapter whose database does not say which relations there are, by whatever way it is asked. */
import type { Adapter } from '../../../core/adapter/adapter.js';

/** Every look-up fails with these words; dependents and all else are answered. */
export function refusedLookUps(adapter: Adapter, words: string): Adapter {
  const refuse = () => Promise.reject(new Error(words));
  const remembered = adapter.introspector.remember?.();
  const remember = remembered === undefined ? {} : { remember: () => ({ ...remembered, relation: refuse }) };
  return { ...adapter, introspector: { ...adapter.introspector, relations: refuse, relation: refuse, ...remember } };
}
