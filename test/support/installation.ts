import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { toHex, utf8 } from '../../core/encoding/index.js';
import { PROVENANCE_TYPE, releaseIdentity } from '../../core/installation/index.js';
import { digest } from '../../core/primitives/index.js';
import { generalName } from '../sandbox/pki.js';
import { bundleBytes, makeBundle, statementAbout } from './bundle.js';
import type { SignOptions, TestInstance } from './instance.js';

interface Writer {
  digestsOf(
    files: ReadonlyMap<string, Uint8Array>,
    manifest: { readonly publisher: string; readonly name: string; readonly version: string },
  ): Uint8Array;
}

/** A small extension as VS Code stores it after installing a release. */
export interface InstalledExtension {
  readonly dir: string;
  /** The data that the release attests. */
  readonly list: Uint8Array;
  write(path: string, text: string): void;
  remove(): void;
}

const VERSION = '9.8.7';

/** The signer of releases of that version. */
export const RELEASE = releaseIdentity(VERSION);

/** Writes it to a folder, with the list of digests that scripts/vsix writes. */
export async function installedExtension(): Promise<InstalledExtension> {
  const dir = join(mkdtempSync(join(tmpdir(), 'installed-')), 'waxseal.waxseal-9.8.7');
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  const manifest = { name: 'waxseal', publisher: 'waxseal', version: VERSION, main: './dist/extension.cjs' };
  const shipped = new Map([
    ['[Content_Types].xml', utf8('<Types/>')],
    ['extension.vsixmanifest', utf8('<PackageManifest/>')],
    ['extension/package.json', utf8(JSON.stringify(manifest, undefined, 2))],
    ['extension/dist/extension.cjs', utf8('exports.activate = () => {};\n')],
    ['extension/readme.md', utf8('# Waxseal\n')],
  ]);
  const script = pathToFileURL(join(process.cwd(), 'scripts', 'vsix', 'digests.mjs')).href;
  const list = ((await import(script)) as Writer).digestsOf(shipped, manifest);
  const installed = { ...manifest, __metadata: { installedTimestamp: 1795317100590, size: 12 } };
  write('package.json', JSON.stringify(installed, undefined, '\t'));
  write('.vsixmanifest', '<PackageManifest/>');
  write('dist/extension.cjs', 'exports.activate = () => {};\n');
  write('dist/digests.json', Buffer.from(list).toString('utf8'));
  write('readme.md', '# Waxseal\n');
  return { dir, list, write, remove: () => rmSync(dirname(dir), { recursive: true, force: true }) };
}

/** A build provenance of the list and of another file of the release; by default by the release workflow. */
export function provenanceOf(
  instance: TestInstance,
  list: Uint8Array,
  { predicateType = PROVENANCE_TYPE, ...by }: SignOptions & { readonly predicateType?: string } = {},
): Uint8Array {
  const subject = [
    { name: 'waxseal-9.8.7.vsix', digest: { sha256: '0'.repeat(64) } },
    { name: 'waxseal-9.8.7.digests.json', digest: { sha256: toHex(digest('sha256', list)) } },
  ];
  const payload = statementAbout(list, { subject, predicateType });
  const names = [generalName.uri(RELEASE.subject)];
  return bundleBytes(makeBundle(instance, list, { issuer: RELEASE.issuer, names, ...by, payload }).json);
}
