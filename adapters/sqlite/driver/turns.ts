/**
 * When readers take turns with the writer. Another connection reads the whole schema anew after each change of it, which in a
 * build of thousands of views takes longer than most tests; but a long query must not keep the writer from its work.
 */
export interface Turns {
  readonly isWorthwhile: () => boolean;
  /** How long to wait for the writer's connection, in milliseconds. */
  readonly patienceMs: number;
  /** The connection was not free in time. */
  readonly missed: () => null;
  /** A turn begins; what is answered ends it. */
  readonly begin: () => () => void;
}

/** A turn that takes longer is none for the connection of the writer. */
const BRIEF_MS = 100;
/** So many readers go elsewhere before it is tried again. */
const PENALTY = 20;

/** With one thread nothing else can happen meanwhile: all take turns. */
export function createTurns(threads: number, now: () => number = () => performance.now()): Turns {
  let elsewhere = 0;
  const punish = (): void => {
    if (threads > 1) elsewhere = PENALTY;
  };
  return {
    isWorthwhile: () => elsewhere === 0 || --elsewhere === 0,
    patienceMs: BRIEF_MS,
    missed: () => {
      punish();
      return null;
    },
    begin: () => {
      const started = now();
      return () => {
        if (now() - started > BRIEF_MS) punish();
      };
    },
  };
}
