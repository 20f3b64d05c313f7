/**
 * Patterns with wildcards as shapes, and whether a text has a shape. All ways to match are followed side by side, so a
 * pattern takes at most its own length times that of the text: `*a*a*a*a*b` is no trap, as it would be as an expression.
 */

/** Characters of a pattern; no path and no name is as long. */
export const LONGEST_PATTERN = 10_000;

/** What a text, or a part of it, may look like. */
export type Shape =
  | { readonly kind: 'one'; readonly accepts: (character: string) => boolean }
  | { readonly kind: 'many'; readonly of: Shape }
  | { readonly kind: 'maybe'; readonly of: Shape }
  | { readonly kind: 'sequence'; readonly parts: readonly Shape[] };

export const anyCharacter: Shape = { kind: 'one', accepts: () => true };
export const noSlash: Shape = { kind: 'one', accepts: (character) => character !== '/' };

/** Nothing, or any number of them in a row. */
export function many(of: Shape): Shape {
  return { kind: 'many', of };
}

export function maybe(...parts: readonly Shape[]): Shape {
  return { kind: 'maybe', of: sequence(...parts) };
}

export function sequence(...parts: readonly Shape[]): Shape {
  return { kind: 'sequence', parts };
}

/** The text itself. */
export function literal(text: string): Shape {
  return sequence(...[...text].map((wanted): Shape => ({ kind: 'one', accepts: (character) => character === wanted })));
}

/** One of the characters of `a-z_`, or with `!` in front none of them; null when a range runs backwards. */
export function characterClass(body: string): Shape | null {
  const isNegated = body.startsWith('!');
  const characters = [...(isNegated ? body.slice(1) : body)];
  const ranges: (readonly [string, string])[] = [];
  for (let at = 0; at < characters.length; at++) {
    const isRange = characters[at + 1] === '-' && at + 2 < characters.length;
    ranges.push([characters[at], characters[isRange ? at + 2 : at]]);
    if (isRange) at += 2;
  }
  const order = (character: string) => character.codePointAt(0) ?? 0;
  if (ranges.some(([from, to]) => order(from) > order(to))) return null;
  const isMember = (character: string) =>
    ranges.some(([from, to]) => order(from) <= order(character) && order(character) <= order(to));
  return { kind: 'one', accepts: (character) => isMember(character) !== isNegated };
}

/** Whether a whole text has the shape. */
export function matchesShape(shape: Shape): (text: string) => boolean {
  const steps: Step[] = [];
  write(shape, steps);
  return (text) => runs(steps, text);
}

/** `accepts` takes a character and goes on behind itself; `jumps` goes on at each of these places without taking one. */
type Step = { readonly accepts: (character: string) => boolean } | { readonly jumps: readonly number[] };

function write(shape: Shape, steps: Step[]): void {
  if (shape.kind === 'one') steps.push({ accepts: shape.accepts });
  else if (shape.kind === 'sequence') for (const part of shape.parts) write(part, steps);
  else {
    const start = steps.length;
    steps.push({ jumps: [] });
    write(shape.of, steps);
    if (shape.kind === 'many') steps.push({ jumps: [start] });
    steps[start] = { jumps: [start + 1, steps.length] };
  }
}

function runs(steps: readonly Step[], text: string): boolean {
  let places = reached(steps, [0]);
  for (const character of text) {
    if (places.size === 0) return false;
    const next: number[] = [];
    for (const place of places) {
      const step = steps[place];
      if (step !== undefined && 'accepts' in step && step.accepts(character)) next.push(place + 1);
    }
    places = reached(steps, next);
  }
  return places.has(steps.length);
}

/** All places that jumps lead to, these included. */
function reached(steps: readonly Step[], from: readonly number[]): Set<number> {
  const places = new Set<number>();
  const open = [...from];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (places.has(place)) continue;
    places.add(place);
    const step = steps[place];
    if (step !== undefined && 'jumps' in step) open.push(...step.jumps);
  }
  return places;
}
