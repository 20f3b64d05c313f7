/** Takes a command line apart as a shell does, up to where it ends: the last word may be unfinished, its quote open. */

/** Words without their quotes; after a blank at the end the last one is empty. */
export function splitLine(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (let index = 0; index < line.length; index++) {
    const character = line[index];
    if (quote !== null && character === quote) quote = null;
    else if (character === '\\' && quote !== "'" && index + 1 < line.length) {
      index++;
      word = (word ?? '') + line[index];
    } else if (quote !== null) word = (word ?? '') + character;
    else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + character;
  }
  return [...words, word ?? ''];
}
