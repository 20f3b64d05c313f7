/** Colours and weights as functions from text to text; the plain style changes nothing. */

export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
}

const same = (text: string) => text;

export const plainStyle: Style = { bold: same, dim: same, red: same, green: same, yellow: same, cyan: same };

export const colorStyle: Style = {
  bold: wrap(1, 22),
  dim: wrap(2, 22),
  red: wrap(31, 39),
  green: wrap(32, 39),
  yellow: wrap(33, 39),
  cyan: wrap(36, 39),
};

function wrap(open: number, close: number) {
  return (text: string) => (text === '' ? '' : `\u001b[${open}m${text}\u001b[${close}m`);
}

export interface ColorWishes {
  /** What a flag, its variable or the project says; null when none does. */
  readonly flag: boolean | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
}

/** A flag decides; else NO_COLOR, else FORCE_COLOR, else whether a terminal that knows colours reads along. */
export function chooseStyle({ flag, env, isTerminal }: ColorWishes): Style {
  if (flag !== null) return flag ? colorStyle : plainStyle;
  if ((env.NO_COLOR ?? '') !== '') return plainStyle;
  const forced = env.FORCE_COLOR;
  if (forced !== undefined && forced !== '') return forced === '0' || forced === 'false' ? plainStyle : colorStyle;
  return isTerminal && env.TERM !== 'dumb' ? colorStyle : plainStyle;
}
