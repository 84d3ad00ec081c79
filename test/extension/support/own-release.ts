import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toHex, utf8 } from '../../../core/encoding/index.js';
import {
  DIGEST_LIST,
  listedDigest,
  PROVENANCE_TYPE,
  RELEASE_WORKFLOW,
  REPOSITORY,
} from '../../../core/installation/index.js';
import { digest } from '../../../core/primitives/index.js';
import { SEED_TRUSTED_ROOT } from '../../../io/trust/seed-data.js';
import { generalName } from '../../sandbox/pki.js';
import { bundleBytes, makeBundle, statementAbout } from '../../support/bundle.js';
import type { TestInstance } from '../../support/instance.js';

const ISSUER = 'https://token.actions.githubusercontent.com';

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
}

/**
 * Changes an installed extension as if it came from another release: the repository is at `repository`, the Sigstore is
 * `instance`, and the list of digests is written again. Returns that list.
 */
export function releasedElsewhere(folder: string, repository: string, instance: TestInstance): Uint8Array {
  const root = Buffer.from(instance.trustJson).toString('base64');
  let found = 0;
  for (const name of filesBelow(folder).filter((file) => file.endsWith('.cjs'))) {
    const path = join(folder, name);
    const before = readFileSync(path, 'utf8');
    const after = before.replaceAll(REPOSITORY, repository).replaceAll(SEED_TRUSTED_ROOT, root);
    if (after === before) continue;
    found += 1;
    writeFileSync(path, after);
  }
  if (found === 0) throw new Error('the extension names no repository');
  const path = join(folder, DIGEST_LIST);
  const list = JSON.parse(readFileSync(path, 'utf8')) as { sha256: Record<string, string> };
  for (const name of Object.keys(list.sha256))
    list.sha256[name] = listedDigest(name, new Uint8Array(readFileSync(join(folder, name))));
  writeFileSync(path, JSON.stringify(list));
  return new Uint8Array(readFileSync(path));
}

/** The provenance of such a release by the workflow of a repository. */
export function provenanceBy(
  instance: TestInstance,
  list: Uint8Array,
  { repository, version }: { readonly repository: string; readonly version: string },
): Uint8Array {
  const subject = [{ name: 'digests.json', digest: { sha256: toHex(digest('sha256', list)) } }];
  const payload = statementAbout(list, { subject, predicateType: PROVENANCE_TYPE });
  const names = [generalName.uri(`${repository}/${RELEASE_WORKFLOW}@refs/tags/v${version}`)];
  return bundleBytes(makeBundle(instance, utf8(''), { issuer: ISSUER, names, payload }).json);
}
