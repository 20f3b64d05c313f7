/** The SQL functions that the child process registers, and with how many arguments. A view that calls one opens in no other tool. */
export const argumentCounts: Readonly<Record<string, readonly number[]>> = {
  md5: [1],
  sha256: [1],
  split_part: [3],
  regexp_replace: [3, 4],
  date_trunc: [2],
  date_part: [2],
  datediff: [3],
  dateadd: [3],
};
