import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Why tests that need OpenSSH are skipped, or false. */
export const NO_SSH_KEYGEN =
  spawnSync('ssh-keygen', ['-Y', 'sign'], { stdio: 'ignore' }).error === undefined
    ? false
    : 'ssh-keygen is not installed (Debian: openssh-client)';

/** A directory of real OpenSSH keys and files. */
export class SshKeys {
  readonly dir = mkdtempSync(join(tmpdir(), 'waxseal-ssh-'));

  run(args: readonly string[], input?: Uint8Array | string) {
    return spawnSync('ssh-keygen', args, {
      cwd: this.dir,
      env: { PATH: process.env['PATH'], HOME: this.dir, TZ: 'EST5' },
      encoding: 'utf8',
      ...(input === undefined ? {} : { input }),
    });
  }

  /** Makes a key pair; returns its public line. */
  make(name: string, type: string, bits?: number): string {
    const size = bits === undefined ? [] : ['-b', String(bits)];
    const made = this.run(['-q', '-t', type, ...size, '-N', '', '-C', name, '-f', name]);
    if (made.status !== 0) throw new Error(made.stderr);
    return this.publicKey(name);
  }

  publicKey(name: string): string {
    return readFileSync(join(this.dir, `${name}.pub`), 'utf8')
      .trim()
      .split(' ')
      .slice(0, 2)
      .join(' ');
  }

  /** Certifies `name` with `authority`; the certificate is `<name>-cert.pub`. */
  certify(authority: string, name: string, options: readonly string[]): void {
    const made = this.run(['-q', '-s', authority, ...options, `${name}.pub`]);
    if (made.status !== 0) throw new Error(made.stderr);
  }

  sign(key: string, payload: string, options: readonly string[] = []): string {
    const signed = this.run(['-Y', 'sign', '-n', 'git', '-f', key, ...options], payload);
    if (signed.status !== 0) throw new Error(signed.stderr);
    return signed.stdout;
  }

  write(name: string, content: string | Uint8Array): string {
    const path = join(this.dir, name);
    writeFileSync(path, content);
    return path;
  }

  read(name: string): Buffer {
    return readFileSync(join(this.dir, name));
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
