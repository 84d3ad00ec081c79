/** The time of this machine, Unix seconds: the one place where the program reads its clock. */
export function unixNow(): number {
  return Math.trunc(Date.now() / 1000);
}
