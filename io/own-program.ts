/**
 * What this very program needs in its environment to be started once more: on the Node inside an editor (Electron) that it is
 * to be Node. Nobody else we start must inherit it: a browser might be made with Electron too.
 */
export function asNode(): Readonly<Record<string, string>> {
  return process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' };
}
