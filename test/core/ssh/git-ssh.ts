import { spawnSync } from 'node:child_process';
import type { SshKeys } from './ssh-keygen.js';

/** A commit without its signature, with this committer time, as git signs it. */
export function commitPayload(time: number): string {
  return `tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a@example.com> ${time} +0000\ncommitter A <a@example.com> ${time} +0000\n\nmessage\n`;
}

/** What the real git says of commits signed with SSH. The time zone is five hours behind UTC. */
export class GitSsh {
  constructor(private readonly keys: SshKeys) {
    this.#git(['init', '-q', '.']);
  }

  #git(args: readonly string[], input?: string) {
    return spawnSync('git', args, {
      cwd: this.keys.dir,
      env: {
        PATH: process.env['PATH'],
        HOME: this.keys.dir,
        GIT_CONFIG_NOSYSTEM: '1',
        TZ: 'EST5',
        LC_ALL: 'C',
      },
      encoding: 'utf8',
      ...(input === undefined ? {} : { input }),
    });
  }

  /** Writes the signed commit; returns its id. */
  commit(payload: string, armor: string): string {
    const header = `gpgsig ${armor.trimEnd().replaceAll('\n', '\n ')}\n`;
    const cut = payload.indexOf('\n\n') + 1;
    const raw = payload.slice(0, cut) + header + payload.slice(cut);
    return this.#git(['hash-object', '-t', 'commit', '-w', '--literally', '--stdin'], raw).stdout.trim();
  }

  /** `%G?` (G good, U good but unknown signer, B bad) and the signer that git names. */
  verdict(id: string, files: { allowed: string; revoked?: string }): { letter: string; signer: string } {
    const revoked = files.revoked === undefined ? [] : ['-c', `gpg.ssh.revocationFile=${files.revoked}`];
    const { stdout } = this.#git([
      '-c',
      `gpg.ssh.allowedSignersFile=${files.allowed}`,
      ...revoked,
      'log',
      '-1',
      '--format=%G?%n%GS',
      id,
    ]);
    const [letter = '', signer = ''] = stdout.split('\n');
    return { letter, signer };
  }
}
