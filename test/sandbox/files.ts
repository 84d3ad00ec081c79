import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encodePem, utf8 } from '../../core/encoding/index.js';
import type { SandboxContext } from './context.js';
import { spkiOf } from './pki.js';
import { signingConfig, trustedRoot } from './trusted-root.js';
import { type Target, tufRepository } from './tuf/repository.js';

/** Paths of the PEM files for gitsign and cosign. */
export interface TrustFiles {
  /** Intermediate, then root. */
  readonly fulcioChain: string;
  readonly rekorPub: string;
  readonly rekorV2Pub: string;
  readonly ctPub: string;
  /** Time-stamping certificate, then root. */
  readonly tsaChain: string;
}

/** The files that were written to the sandbox's directory. */
export interface WrittenFiles {
  readonly files: TrustFiles;
  readonly trustedRootPath: string;
  readonly signingConfigPath: string;
  readonly signingConfigV2Path: string;
  /** The TUF repository's initial root.json. */
  readonly tufRootPath: string;
  readonly tuf: ReadonlyMap<string, Uint8Array>;
}

/**
 * Writes the trusted root, the signing configurations, the PEM files and the TUF repository below `dir`.
 * @param start when the trust begins, in Unix seconds
 */
export function writeTrust(context: SandboxContext, dir: string, start: number): WrittenFiles {
  const { keys, chains, urls } = context;
  const at = (name: string, content: string | Uint8Array): string => {
    const path = join(dir, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  const certificates = (chain: readonly Uint8Array[]) => chain.map((der) => encodePem('CERTIFICATE', der));
  const [intermediate = '', root = ''] = certificates(chains.fulcio);
  const tsaChain = certificates(chains.tsa).join('');
  const [rekorPub, rekorV2Pub, ctPub] = [keys.rekor, keys.rekorV2, keys.ct].map((key) =>
    encodePem('PUBLIC KEY', spkiOf(key)),
  ) as [string, string, string];
  const trusted = JSON.stringify(trustedRoot(context, start), null, 2);
  const config = JSON.stringify(signingConfig(context, start, 1), null, 2);
  const configV2 = JSON.stringify(signingConfig(context, start, 2), null, 2);
  const target = (name: string, content: string, usage?: string, uri = ''): Target => ({
    name,
    content: utf8(content),
    ...(usage === undefined ? {} : { custom: { usage, uri } }),
  });
  const tuf = tufRepository(
    [
      target('fulcio_v1.crt.pem', root, 'Fulcio', urls.fulcio),
      target('fulcio_intermediate_v1.crt.pem', intermediate, 'Fulcio', urls.fulcio),
      target('fulcio.crt.pem', root, 'Fulcio', urls.fulcio),
      target('rekor.pub', rekorPub, 'Rekor', urls.rekor),
      target('ctfe.pub', ctPub, 'CTFE', urls.ct),
      target('tsa.certchain.pem', tsaChain, 'TSA', urls.tsa),
      target('trusted_root.json', trusted),
      target('signing_config.v0.2.json', config),
      target('signing_config_rekor_v2.v0.2.json', configV2),
    ],
    context.clock(),
  );
  for (const [name, content] of tuf) at(join('tuf', name), content);
  return {
    files: {
      fulcioChain: at('fulcio-chain.pem', intermediate + root),
      rekorPub: at('rekor.pub', rekorPub),
      rekorV2Pub: at('rekor-v2.pub', rekorV2Pub),
      ctPub: at('ctfe.pub', ctPub),
      tsaChain: at('tsa-chain.pem', tsaChain),
    },
    trustedRootPath: at('trusted_root.json', trusted),
    signingConfigPath: at('signing_config.v0.2.json', config),
    signingConfigV2Path: at('signing_config_rekor_v2.v0.2.json', configV2),
    tufRootPath: join(dir, 'tuf', 'root.json'),
    tuf,
  };
}
