import { join } from 'node:path';
import { Thread } from '../../../extension/frame/thread/thread.js';
import type { BlamedLine, Brief, ListName, Row } from '../../../extension/signatures/calls.js';
import type { VerifierCalls } from '../../../extension/verifier/calls.js';
import { ROOT } from './vscode-host.js';

/** The editor's verifier as it ships, without an editor. */
export interface VerifierThread {
  readonly verifier: Thread<VerifierCalls>;
  open(root: string, trusted: boolean): Promise<void>;
  rows(root: string, list: ListName): Promise<readonly Row[]>;
  briefs(root: string, names: readonly string[]): Promise<readonly Brief[]>;
  blame(root: string, path: string, line: number, text?: string): Promise<BlamedLine | undefined>;
  stop(): Promise<void>;
}

/** Starts it with exactly this environment. */
export async function startVerifier(env: Readonly<Record<string, string>>): Promise<VerifierThread> {
  const before = { ...process.env };
  const file = join(ROOT, 'dist', 'extension', 'verifier.cjs');
  const verifier = new Thread<VerifierCalls>({ name: 'waxseal', file });
  // The thread does not keep the process alive; an editor must be able to close.
  const alive = setInterval(() => {}, 1000);
  replaceEnvironment(env);
  try {
    // The thread copies the environment when it starts.
    await verifier.call('discover', { folder: ROOT }).catch(() => {});
  } finally {
    replaceEnvironment(before);
  }
  const collected = <T>(call: (onPart: (part: readonly T[]) => void) => Promise<unknown>) => {
    const all: T[] = [];
    return call((part) => all.push(...part)).then(() => all);
  };
  return {
    verifier,
    open: async (root, trusted) => {
      await verifier.call('open', { place: { root, trusted, online: false } });
    },
    rows: (root, list) =>
      collected<Row>((onPart) => verifier.call('list', { root, list, limit: 10_000 }, { onPart })),
    briefs: (root, names) =>
      collected<Brief>((onPart) => verifier.call('judge', { root, names }, { onPart })),
    blame: (root, path, line, text) =>
      verifier.call('blame', { root, path, line, ...(text !== undefined && { text }) }),
    stop: () => {
      clearInterval(alive);
      return verifier.dispose();
    },
  };
}

function replaceEnvironment(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
}
