import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { type RepositoryState, tufRepository } from '../../sandbox/tuf/repository.js';
import { serve } from './server.js';

/** A TUF repository with one trusted root, whose metadata can be exchanged for another state of it. */
export interface ChangingMirror {
  readonly url: string;
  /** The `root.json` that a client begins with. */
  readonly root: Uint8Array;
  /** What is offered from now on: version 2 at first, by the same key. */
  offer(state: RepositoryState): void;
}

/** Serves one for the time of a test. `now` is in Unix seconds. */
export async function changingMirror(
  t: TestContext,
  trustedRootPath: string,
  now: number,
): Promise<ChangingMirror> {
  const { privateKey: key } = generateKeyPairSync('ed25519');
  const content = readFileSync(trustedRootPath);
  const filesOf = (state: RepositoryState) =>
    tufRepository([{ name: 'trusted_root.json', content }], now, { key, ...state });
  let files = filesOf({ version: 2 });
  const root = files.get('root.json') ?? new Uint8Array();
  const { url } = await serve(t, ({ path }, response) => {
    const body = files.get(decodeURIComponent(path.slice(1)));
    response.writeHead(body ? 200 : 404).end(body);
  });
  return {
    url,
    root,
    offer: (state) => {
      files = filesOf(state);
    },
  };
}
