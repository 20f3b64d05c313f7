/** Percentiles, and how figures are written in the table. */

/** The value that so much of the sample does not exceed, by the nearest rank. */
export function percentile(sample: readonly number[], share: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** The middle of a sample. */
export function median(sample: readonly number[]): number {
  return percentile(sample, 0.5);
}

/** `87 ms`, `1.24 s`. */
export function milliseconds(value: number): string {
  return value < 1000 ? `${value.toFixed(value < 10 ? 1 : 0)} ms` : `${(value / 1000).toFixed(2)} s`;
}

/** `214 MB` of bytes. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0)} MB`;
}

/** `1.42x`. */
export function times(ours: number, beside: number): string {
  return `${(ours / beside).toFixed(ours / beside < 10 ? 2 : 0)}x`;
}
