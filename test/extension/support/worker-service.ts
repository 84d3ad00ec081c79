import { join } from 'node:path';
import type { BlamedLine, Brief, ListName, Row } from '../../../extension/service/protocol.js';
import { Service } from '../../../extension/service/service.js';
import { ROOT } from './vscode-host.js';

/** The editor's worker thread as it ships, without an editor. */
export interface WorkerService {
  readonly service: Service;
  open(root: string, trusted: boolean): Promise<void>;
  rows(root: string, list: ListName): Promise<readonly Row[]>;
  briefs(root: string, names: readonly string[]): Promise<readonly Brief[]>;
  blame(root: string, path: string, line: number, text?: string): Promise<BlamedLine | undefined>;
  stop(): Promise<void>;
}

/** Starts it with exactly this environment. */
export async function startWorker(env: Readonly<Record<string, string>>): Promise<WorkerService> {
  const before = { ...process.env };
  const service = new Service(join(ROOT, 'dist', 'extension'));
  // The thread does not keep the process alive; an editor must be able to close.
  const alive = setInterval(() => {}, 1000);
  replaceEnvironment(env);
  try {
    // The thread copies the environment when it starts.
    await service.call('discover', { folder: ROOT }).catch(() => {});
  } finally {
    replaceEnvironment(before);
  }
  const collected = <T>(call: (onPart: (part: readonly T[]) => void) => Promise<unknown>) => {
    const all: T[] = [];
    return call((part) => all.push(...part)).then(() => all);
  };
  return {
    service,
    open: async (root, trusted) => {
      await service.call('open', { place: { root, trusted, online: false } });
    },
    rows: (root, list) =>
      collected<Row>((onPart) => service.call('list', { root, list, limit: 10_000 }, { onPart })),
    briefs: (root, names) => collected<Brief>((onPart) => service.call('judge', { root, names }, { onPart })),
    blame: (root, path, line, text) =>
      service.call('blame', { root, path, line, ...(text !== undefined && { text }) }),
    stop: () => {
      clearInterval(alive);
      return service.dispose();
    },
  };
}

function replaceEnvironment(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
}
