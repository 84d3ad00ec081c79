import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Why tests that need GnuPG are skipped, or false. */
export const NO_GPG =
  spawnSync('gpg', ['--version'], { stdio: 'ignore' }).status === 0
    ? false
    : 'gpg is not installed (Debian: gnupg)';

/** A separate keyring, with a git repository in the same directory. */
export class GpgHome {
  readonly dir = mkdtempSync(join(tmpdir(), 'waxseal-gh-'));
  readonly env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    HOME: this.dir,
    GNUPGHOME: this.dir,
    GIT_CONFIG_NOSYSTEM: '1',
    LC_ALL: 'C',
  };

  constructor() {
    chmodSync(this.dir, 0o700);
    this.git(['init', '-q', '.']);
  }

  run(args: readonly string[], input?: string | Uint8Array): Buffer {
    const all = ['--batch', '--quiet', '--pinentry-mode', 'loopback', '--passphrase', '', ...args];
    const ran = spawnSync('gpg', all, {
      cwd: this.dir,
      env: this.env,
      ...(input === undefined ? {} : { input }),
    });
    if (ran.status !== 0) throw new Error(`gpg ${args.join(' ')}: ${ran.stderr.toString()}`);
    return ran.stdout;
  }

  git(args: readonly string[], input?: string): string {
    const ran = spawnSync('git', args, {
      cwd: this.dir,
      env: this.env,
      encoding: 'utf8',
      ...(input === undefined ? {} : { input }),
    });
    return ran.stdout;
  }

  /** Makes a signing key; returns its fingerprint. */
  make(user: string, algorithm = 'ed25519', options: readonly string[] = [], expires = 'never'): string {
    this.run([...options, '--quick-gen-key', user, algorithm, 'sign', expires]);
    return this.fingerprint(user);
  }

  fingerprint(user: string): string {
    const listed = this.run(['--utf8-strings', '--with-colons', '--list-keys', user]).toString();
    return /^fpr:+([0-9A-F]+):/m.exec(listed)?.[1] ?? '';
  }

  /** Revokes a key with the certificate that gpg made for that day. */
  revoke(fingerprint: string): void {
    const file = readdirSync(join(this.dir, 'openpgp-revocs.d')).find((name) => name.startsWith(fingerprint));
    const text = readFileSync(join(this.dir, 'openpgp-revocs.d', file ?? ''), 'utf8');
    this.run(['--import'], text.replace(':-----BEGIN', '-----BEGIN'));
  }

  sign(user: string, payload: string, options: readonly string[] = []): string {
    return this.run([...options, '-u', user, '-bsa'], payload).toString();
  }

  /** Writes the signed commit; returns what git says about it. */
  gitVerdict(payload: string, armor: string): { letter: string; signer: string; fingerprint: string } {
    const header = `gpgsig ${armor.trimEnd().replaceAll('\n', '\n ')}\n`;
    const cut = payload.indexOf('\n\n') + 1;
    const raw = payload.slice(0, cut) + header + payload.slice(cut);
    const id = this.git(['hash-object', '-t', 'commit', '-w', '--literally', '--stdin'], raw).trim();
    const [letter = '', signer = '', fingerprint = ''] = this.git([
      'log',
      '-1',
      '--format=%G?%n%GS%n%GF',
      id,
    ]).split('\n');
    return { letter, signer, fingerprint };
  }

  /** A program in the directory; returns its path. */
  program(name: string, script: string): string {
    const path = join(this.dir, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  remove(): void {
    spawnSync('gpgconf', ['--kill', 'all'], { env: this.env });
    rmSync(this.dir, { recursive: true, force: true });
  }
}
