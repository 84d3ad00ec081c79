import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanEnvironment, run } from './git-repo.js';
import type { SignOptions, TestInstance } from './instance.js';
import { commitWith } from './signed-commit.js';
import { PROGRAM } from './waxseal.js';

/** A commit to make: its signature (`undefined`: not signed), and its parents. */
export interface Made {
  readonly sign?: SignOptions | undefined;
  readonly parents?: readonly string[];
  readonly time?: number;
  /** Changes the raw object after signing. */
  readonly alter?: (raw: Uint8Array) => Uint8Array;
}

const TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** A temporary SHA-1 repository of commits signed by a test instance. The program runs in it. */
export function historyRepo(instance: TestInstance) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'history-')));
  const dir = join(root, 'work');
  const trustedRoot = join(root, 'trusted_root.json');
  writeFileSync(trustedRoot, instance.trustJson);
  const env: Record<string, string> = cleanEnvironment(root);
  writeFileSync(
    env['GIT_CONFIG_GLOBAL'] ?? '',
    `[user]\n\tname = Dev\n\temail = dev@example.test\n[waxseal]\n\ttrustedRoot = ${trustedRoot}\n`,
  );
  const at = (cwd: string, args: readonly string[], input?: Uint8Array) =>
    execFileSync('git', [...args], { cwd, env, stdio: ['pipe', 'pipe', 'ignore'], ...(input && { input }) })
      .toString()
      .trim();
  at(root, ['init', '-q', '-b', 'main', 'work']);
  const git = (...args: string[]) => at(dir, args);
  at(dir, ['mktree'], new Uint8Array());
  let clock = instance.start + 2000;
  const commit = (message: string, { sign, parents = [], time, alter }: Made = {}): string => {
    clock += 60;
    const who = `Dev <dev@example.test> ${time ?? clock} +0000`;
    const lines = [
      `tree ${TREE}`,
      ...parents.map((id) => `parent ${id}`),
      `author ${who}`,
      `committer ${who}`,
    ];
    const payload = new TextEncoder().encode(`${lines.join('\n')}\n\n${message}\n`);
    const raw = sign ? commitWith(payload, instance.sign(payload, sign).armor).raw : payload;
    return at(dir, ['hash-object', '-t', 'commit', '-w', '--stdin'], alter ? alter(raw) : raw);
  };
  return {
    root,
    dir,
    env,
    trustedRoot,
    git,
    at,
    commit,
    /** `count` signed commits in a chain; returns the last. */
    chain(count: number, onto?: string): string {
      let tip = onto;
      for (let i = 0; i < count; i++) tip = commit(`c${i}`, { sign: {}, ...(tip && { parents: [tip] }) });
      return tip ?? '';
    },
    waxseal: (args: readonly string[], more: Record<string, string> = {}, cwd = dir) =>
      run(PROGRAM, args, { cwd, env: { ...env, ...more } }),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** The beginning of an object's id, as in the rows of text output. */
export function short(id: string): string {
  return id.slice(0, 10);
}

const BLOCK = /^(\w+) {2}(?:commit|tag) ([0-9a-f]+)(?: \((.*)\))?$/;
// Outcome, id, date, signer; then the requested name, and the subject.
const ROW = /^(\w+) +([0-9a-f]{10})(?: .{11} .{20} (?:(\S+): )?.*| .*)?$/;

/** The outcomes in text output by object: `['valid main', …]` with the outcome and the name or {@link short} id. */
export function outcomesIn(stdout: string): [outcome: string, name: string][] {
  return stdout.split('\n').flatMap((line): [string, string][] => {
    const [, outcome = '', id = '', name] = BLOCK.exec(line) ?? ROW.exec(line) ?? [];
    return outcome ? [[outcome, name ?? short(id)]] : [];
  });
}
