import { delimiter } from 'node:path';
import { harmless } from '../../core/harmless/index.js';
import type { SshEvidence, VerifyOptions } from '../../core/verify/index.js';
import { type Config, expandHome } from '../../io/config/index.js';
import { usersOwn } from './repository-directories.js';
import type { JudgePlace } from './types.js';

/** Whom the user trusts outside any policy. Each part is read when a signature first needs it. */
export type OwnTrust = Required<Pick<VerifyOptions, 'ssh' | 'openpgp' | 'x509'>>;

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

type NotTheUsersOwn = ReturnType<typeof usersOwn>;

async function sshEvidence(
  config: Config,
  place: JudgePlace,
  notTheUsersOwn: NotTheUsersOwn,
): Promise<SshEvidence> {
  const path = (value: string | undefined) =>
    value === undefined ? undefined : expandHome(value, place.env);
  const allowed = path(config.sshAllowedSigners.value);
  const revocation = path(config.sshRevocation.value);
  const { loadAllowedSigners, loadSshRevocation } = await import('../../io/ssh/load.js');
  const evidence: { -readonly [K in keyof SshEvidence]: SshEvidence[K] } = {};
  if (allowed !== undefined) {
    const why = await notTheUsersOwn(allowed);
    const line = (said: string) => harmless(`gpg.ssh.allowedSignersFile: ${said}`);
    if (why === undefined) {
      const found = await loadAllowedSigners(allowed);
      evidence.allowedSigners = 'unreadable' in found ? { unreadable: line(found.unreadable) } : found;
    } else evidence.allowedSigners = { unusable: line(why) };
  }
  if (revocation !== undefined) {
    const why = await notTheUsersOwn(revocation);
    evidence.revocation =
      why === undefined
        ? await loadSshRevocation(revocation)
        : { unreadable: harmless(`gpg.ssh.revocationFile: ${why}`) };
  }
  return evidence;
}

/**
 * What the user trusts according to git's own settings: gpg.ssh.allowedSignersFile and gpg.ssh.revocationFile, the
 * keyring of the program in gpg.program, and the roots for S/MIME. Only files that a repository cannot write count.
 */
export function ownTrust(config: Config, place: JudgePlace): OwnTrust {
  const notTheUsersOwn = usersOwn(place);
  const gpg = once(async () => {
    const { GpgVerifier } = await import('../../io/gpg/verifier.js');
    const program = config.gpgProgram.value;
    return new GpgVerifier(program === undefined ? {} : { program: expandHome(program, place.env) });
  });
  return {
    ssh: once(() => sshEvidence(config, place, notTheUsersOwn)),
    openpgp: async (signature, payload) => (await gpg()).verify(signature, payload),
    x509: once(async () => {
      const { loadX509Roots, X509RootsError } = await import('../../io/x509/load.js');
      const { value } = config.x509Roots;
      for (const path of (value ?? '').split(delimiter).filter((path) => path !== '')) {
        const why = await notTheUsersOwn(expandHome(path, place.env));
        if (why !== undefined)
          throw new X509RootsError(harmless(`the roots in ${path} cannot be used: ${why}`));
      }
      return loadX509Roots(value);
    }),
  };
}
