/** What stands for a text that is not known yet while the words around it are made. */

/**
 * The stand-in for a mark, which is a character that no text has, as it means nothing by its definition. Between two marks
 * stand those that a change of the text (its case, its quotes, what may be in a name) would change, so that it shows.
 */
export function standIn(mark: string): string {
  return ` ${mark}Aa1"'._-${mark} `;
}
