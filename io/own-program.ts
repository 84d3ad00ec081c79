/**
 * The environment variables with which this program can start itself again. The Node inside an editor (Electron)
 * needs one to run as Node. No other program that we start may inherit it, because a browser may be made with
 * Electron too.
 */
export function asNode(): Readonly<Record<string, string>> {
  return process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' };
}
