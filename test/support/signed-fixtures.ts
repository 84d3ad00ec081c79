import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One signed git object: its file name and the DER of its CMS signature. */
export interface SignedFixture {
  readonly name: string;
  readonly cms: Uint8Array;
}

/** The signed objects in a folder of raw git objects, in order of name. */
export function signedFixtures(dir: string): SignedFixture[] {
  return readdirSync(dir)
    .filter((name) => !name.endsWith('.oid') && !name.endsWith('.json'))
    .sort()
    .flatMap((name) => {
      // Not core's own splitter, which is tested elsewhere: the text of the block without git's continuation spaces.
      const text = readFileSync(join(dir, name), 'latin1');
      const block = /-----BEGIN SIGNED MESSAGE-----([\s\S]+?)-----END SIGNED MESSAGE-----/.exec(text)?.[1];
      return block ? [{ name, cms: Uint8Array.from(Buffer.from(block.replace(/\s/g, ''), 'base64')) }] : [];
    });
}
