import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { splitObject } from '../../core/git/index.js';
import { type CmsSignature, decodeArmor, parseCms } from '../../core/signature/index.js';
import { sharedDir } from './shared.js';

/** A signed object of the shared test material, parsed. */
export interface SignedObject {
  readonly name: string;
  readonly payload: Uint8Array;
  readonly armor: Uint8Array;
  readonly der: Uint8Array;
  readonly cms: CmsSignature;
}

function read(dir: string, name: string): SignedObject[] {
  const raw = readFileSync(join(dir, name));
  const format = name.includes('sha256') ? 'sha256' : 'sha1';
  const { payload, signature } = splitObject(name.endsWith('.tag') ? 'tag' : 'commit', raw, format);
  if (!signature) return [];
  const der = decodeArmor(signature.armor);
  return [{ name, payload, armor: signature.armor, der, cms: parseCms(der) }];
}

/** The signed objects in a folder of shared test material whose names match; none if the folder is missing. */
export function signedObjects(folder: string, names: RegExp): SignedObject[] {
  const { dir, skip } = sharedDir(folder);
  if (skip) return [];
  return readdirSync(dir)
    .filter((name) => names.test(name))
    .flatMap((name) => read(dir, name));
}
