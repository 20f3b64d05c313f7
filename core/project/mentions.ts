/** Whether a text speaks of names, as whole words. Pure. */

/** True when one of the names stands in the text. */
export function mentions(text: string, names: Iterable<string>): boolean {
  for (const name of names) {
    for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
      if (!isWordPart(text[at - 1]) && !isWordPart(text[at + name.length])) return true;
    }
  }
  return false;
}

function isWordPart(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}
