/**
 * Hides the values of passwords in the text of profiles.yml and packages.yml before a message shows lines of it: those of
 * targets that are not in use too, and also where the text is no valid YAML. Lines stay lines.
 */

import { MASK } from '../../diagnostics/scrub.js';

const KEY = String.raw`["']?[\w-]*(?:pass(?:word|wd|phrase)?|pwd|secret|token|private_?key|credential)[\w-]*["']?`;
const BLOCK = new RegExp(String.raw`^(\s*(?:- +)?)(${KEY}\s*:[ \t]+)(?=\S)(.*)$`, 'i');
const FLOW = new RegExp(String.raw`([{,]\s*${KEY}\s*:\s*)("(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?|[^\s,}][^,}\n]*)`, 'gi');
/** A variable's name is no secret, and needed to see what is wrong with it. */
const VARIABLE = /^["']?\{\{\s*env_var\(\s*(?:'\w+'|"\w+")\s*\)[^'"]*\}\}["']?\s*$/;
const URL_PASSWORD = /(:\/\/[^\s:@/"']*:)[^\s@/"']+(?=@)/g;

/** The text with each value behind the name of a password masked; a value that spans lines line by line. */
export function hideSecretValues(text: string): string {
  let hiddenBelow: number | null = null;
  return text
    .split('\n')
    .map((line) => {
      if (hiddenBelow !== null && line.trim() !== '') {
        if (indentOf(line) > hiddenBelow) return line.replace(/\S.*/, MASK);
        hiddenBelow = null;
      }
      const block = BLOCK.exec(line);
      if (block === null) return inLine(line);
      if (VARIABLE.test(block[3]!)) return line;
      hiddenBelow = block[1]!.length;
      return `${block[1]}${block[2]}${MASK}`;
    })
    .join('\n');
}

function inLine(line: string): string {
  return line.replace(FLOW, `$1${MASK}`).replace(URL_PASSWORD, `$1${MASK}`);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
