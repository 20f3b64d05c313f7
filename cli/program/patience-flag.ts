/** How soon the engine makes optimized code of a function. A command is over before most of that code has paid for its making. */

/** Bytes of bytecode that a function runs before it is optimized; the default of Node 20 is a fourth of it. */
const BYTES = 300_000;

/** The flag for a version of V8; null for others than that of Node 20, as later ones wait longer by themselves and do not know it. */
export function patienceFlag(v8: string): string | null {
  return v8.startsWith('11.3.') ? `--interrupt-budget=${BYTES}` : null;
}
