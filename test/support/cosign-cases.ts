import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodePemBundle } from '../../core/encoding/index.js';
import type { ImageRequirements } from '../../core/image/index.js';
import { importPublicKey } from '../../core/primitives/index.js';
import { type IdentityFlags, policyOfFlags } from '../../core/signer-policy/index.js';
import { parseTrustedRoot, type TrustedRoot, trustedRootFromFiles } from '../../core/trust/index.js';

/** One recorded run of cosign. */
export interface CosignCase {
  readonly id: string;
  readonly cosign: string;
  readonly registry: 'fallback' | 'referrers';
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly rc: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Every recorded run. @param dir the folder of `cases.jsonl` */
export function cosignCases(dir: string): readonly CosignCase[] {
  return readFileSync(join(dir, 'cases.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line): CosignCase => JSON.parse(line));
}

/** The flags of a run that have no value. */
const BARE = new Set([
  '--insecure-ignore-tlog',
  '--insecure-ignore-sct',
  '--offline',
  '--use-signed-timestamps',
  '-r',
]);

/** A command line of cosign: its flags, and what follows the command. */
export interface CosignLine {
  readonly flags: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
}

/** Takes the arguments of a run apart. */
export function cosignLine(args: readonly string[]): CosignLine {
  const flags = new Map<string, string>();
  const operands: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const [name = '', joined] = (args[at] ?? '').split(/=(.*)/s);
    if (!name.startsWith('-')) operands.push(args[at] ?? '');
    else if (BARE.has(name) || joined !== undefined) flags.set(name, joined ?? '');
    else flags.set(name, args[++at] ?? '');
  }
  return { flags, operands };
}

const NO_TRUST: TrustedRoot = {
  certificateAuthorities: [],
  timestampAuthorities: [],
  logs: [],
  ctLogs: [],
  digest: '',
  skipped: [],
};

function trustOf({ env }: CosignCase, { flags }: CosignLine, pki: string): TrustedRoot {
  const text = (name: string | undefined) =>
    name === undefined ? undefined : readFileSync(join(pki, name), 'utf8');
  const root = text(flags.get('--trusted-root'));
  if (root !== undefined) return parseTrustedRoot(root, 'user');
  const [fulcioPem, rekorPem, ctPem, tsaPem] = [
    text(env['SIGSTORE_ROOT_FILE']),
    text(env['SIGSTORE_REKOR_PUBLIC_KEY']),
    text(env['SIGSTORE_CT_LOG_PUBLIC_KEY_FILE']),
    text(env['SIGSTORE_TSA_CERTIFICATE_FILE']),
  ];
  if (fulcioPem === undefined) return NO_TRUST;
  return trustedRootFromFiles({
    fulcioPem,
    ...(rekorPem !== undefined && { rekorPem }),
    ...(ctPem !== undefined && { ctPem }),
    ...(tsaPem !== undefined && { tsaPem }),
  });
}

/** What a run of cosign verifies against. @param pki the folder that its paths are relative to @param now Unix seconds */
export async function requirementsOf(
  one: CosignCase,
  line: CosignLine,
  pki: string,
  now: number,
): Promise<ImageRequirements> {
  const { flags } = line;
  const has = (name: string) => flags.has(name);
  const identity: Record<string, string | undefined> = {
    identity: flags.get('--certificate-identity'),
    identityRegexp: flags.get('--certificate-identity-regexp'),
    issuer: flags.get('--certificate-oidc-issuer'),
    issuerRegexp: flags.get('--certificate-oidc-issuer-regexp'),
    workflowName: flags.get('--certificate-github-workflow-name'),
    workflowRef: flags.get('--certificate-github-workflow-ref'),
    workflowRepository: flags.get('--certificate-github-workflow-repository'),
  };
  const path = flags.get('--key');
  const [spki] =
    path === undefined ? [] : decodePemBundle('PUBLIC KEY', readFileSync(join(pki, path), 'utf8'));
  const key = spki && importPublicKey(spki);
  const [name, value] = (flags.get('-a') ?? '').split('=');
  const hash = flags.get('--signature-digest-algorithm');
  return {
    keys: key && path !== undefined ? [{ name: path, key }] : [],
    policy: await policyOfFlags(identity as IdentityFlags),
    annotations: new Map(name ? [[name, value ?? '']] : []),
    ...((hash === 'sha256' || hash === 'sha384' || hash === 'sha512') && { hash }),
    options: {
      trust: trustOf(one, line, pki),
      cache: new Map(),
      now,
      presentCounts: true,
      demandTimestamp: has('--use-signed-timestamps'),
      waive: [
        ...(has('--insecure-ignore-tlog') ? (['log'] as const) : []),
        ...(has('--insecure-ignore-sct') ? (['sct'] as const) : []),
        ...(flags.get('--check-claims') === 'false' ? (['claims'] as const) : []),
      ],
    },
  };
}
