import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { type RepositoryState, tufRepository } from '../../sandbox/tuf/repository.js';
import { serve } from './server.js';

/** A TUF repository with one trusted root. Its metadata can be replaced by a later state. */
export interface ChangingMirror {
  readonly url: string;
  /** The `root.json` with which a client starts. */
  readonly root: Uint8Array;
  /** Sets the state that is served from now on: at first version 2, by the same key. */
  offer(state: RepositoryState): void;
}

/** Serves a TUF repository during a test. `now` is in Unix seconds. */
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
