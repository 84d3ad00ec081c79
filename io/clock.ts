/** The time of this machine in Unix seconds. The program reads the clock only here. */
export function unixNow(): number {
  return Math.trunc(Date.now() / 1000);
}
