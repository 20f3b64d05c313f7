/** Replaces secrets by value in text that is about to leave the process, in every spelling that a message may give them. */

export type Scrubber = (text: string) => string;

const MASK = '*****';

/** Makes the function for a set of secrets. Longer secrets go first, so that one inside another leaves no rest. */
export function createScrubber(secrets: readonly string[]): Scrubber {
  const spellings = new Set(secrets.filter((secret) => secret !== '').flatMap(spellingsOf));
  if (spellings.size === 0) return (text) => text;
  const alternatives = [...spellings]
    .sort((a, b) => b.length - a.length)
    .map((spelling) => spelling.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(alternatives.join('|'), 'g');
  return (text) => text.replace(pattern, MASK);
}

/** As it is, in a URL, inside JSON, and inside an SQL literal or name with its quotes doubled. */
function spellingsOf(secret: string): string[] {
  return [
    secret,
    encodeForUrl(secret),
    encodeForUrl(secret).replaceAll('%20', '+'),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll("'", "''"),
    secret.replaceAll('"', '""'),
    secret.replaceAll('\\', '\\\\').replaceAll("'", "\\'"),
  ];
}

/** Like encodeURIComponent, which throws on half a surrogate pair. */
function encodeForUrl(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\ufffd'));
}

const SHORTEST = 4;

/** Words of artifacts and reports: masking them would hide no secret and spoil every file. */
const ORDINARY = new Set(
  'data date error fail false info json macro main meta model name node null operation pass password path postgres public root seed skipped source sqlite success table test text true tsdbt user version view warn'.split(
    ' ',
  ),
);

/**
 * The secrets that can be scrubbed by value: those that are neither very short nor an ordinary word, and that are not
 * printed anyway as a public field (a password equal to the user's name would take the name away everywhere).
 */
export function scrubbable(secrets: readonly string[], publicValues: readonly string[]): string[] {
  return secrets.filter(
    (secret) =>
      secret.length >= SHORTEST &&
      !ORDINARY.has(secret.toLowerCase()) &&
      !publicValues.some((value) => value.includes(secret)),
  );
}
