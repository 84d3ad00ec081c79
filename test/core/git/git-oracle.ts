import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ObjectFormat } from '../../../core/git/index.js';

// Replaces gpg, gpgsm and ssh-keygen: it keeps each payload and signature that it gets, in the order of the calls.
const DUMP = `#!/bin/sh
sig=
mode=
prev=
for arg in "$@"; do
  case "$prev" in --verify|-s) sig=$arg ;; -Y) mode=$arg ;; esac
  prev=$arg
done
case "$mode" in find-principals) exit 1 ;; esac
n=$(cat "$DUMP_DIR/count")
cp "$sig" "$DUMP_DIR/$n.sig"
cat > "$DUMP_DIR/$n.payload"
echo $((n + 1)) > "$DUMP_DIR/count"
exit 1
`;

/** What git gave to a verifier. */
export interface Handed {
  readonly payload: Buffer;
  readonly armor: Buffer;
}

/** A repository of the real git that accepts any bytes as an object and says what git would have verified. */
export class GitOracle {
  readonly #dir = mkdtempSync(join(tmpdir(), 'waxseal-git-'));
  readonly #env: NodeJS.ProcessEnv;

  constructor(format: ObjectFormat) {
    const program = join(this.#dir, 'dump');
    const dump = join(this.#dir, 'dumped');
    mkdirSync(dump);
    writeFileSync(program, DUMP);
    chmodSync(program, 0o755);
    writeFileSync(join(this.#dir, 'allowed'), '');
    this.#env = {
      PATH: process.env['PATH'],
      HOME: this.#dir,
      DUMP_DIR: dump,
      GIT_CONFIG_NOSYSTEM: '1',
      LC_ALL: 'C',
    };
    this.git(['init', '-q', `--object-format=${format}`, '.']);
    for (const name of ['gpg.program', 'gpg.x509.program', 'gpg.ssh.program'])
      this.git(['config', name, program]);
    this.git(['config', 'gpg.ssh.allowedSignersFile', join(this.#dir, 'allowed')]);
  }

  git(args: readonly string[], input?: Uint8Array): string {
    const run = spawnSync('git', args, { cwd: this.#dir, env: this.#env, ...(input && { input }) });
    if (run.error || run.signal) throw new Error(`git ${args[0]}: ${run.error?.message ?? run.signal}`);
    return run.stdout.toString('utf8');
  }

  /** The object id that git gives these bytes. */
  write(type: 'commit' | 'tag', raw: Uint8Array): string {
    return this.git(['hash-object', '-w', '--literally', '-t', type, '--stdin'], raw).trim();
  }

  /** What git gives to a verifier for each object with a known signature, in order. git stops at the first unknown one. */
  verify(type: 'commit' | 'tag', ids: readonly string[]): Handed[] {
    const dump = join(this.#dir, 'dumped');
    writeFileSync(join(dump, 'count'), '0\n');
    this.git([`verify-${type}`, ...ids]);
    const count = Number(readFileSync(join(dump, 'count'), 'utf8'));
    return Array.from({ length: count }, (_, n) => ({
      payload: readFileSync(join(dump, `${n}.payload`)),
      armor: readFileSync(join(dump, `${n}.sig`)),
    }));
  }

  remove(): void {
    if (existsSync(this.#dir)) rmSync(this.#dir, { recursive: true });
  }
}
