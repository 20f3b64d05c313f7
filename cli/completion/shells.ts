/** Shells that completion knows. */

export const shells = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof shells)[number];

/** Whether a word names one. */
export function isShell(word: string): word is Shell {
  return (shells as readonly string[]).includes(word);
}
