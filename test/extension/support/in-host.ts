import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import type { HostResult } from '../host/registry.js';
import { openBrowser } from './browser.js';
import { startServer } from './server.js';
import { stageExtension } from './stage.js';
import { ROOT, type VscodeHost } from './vscode-host.js';

const LONGEST_MS = 150_000;

async function bundleTests(): Promise<string> {
  const outfile = join(ROOT, 'build', 'test', 'extension', `host-tests-${process.pid}.cjs`);
  await esbuild.build({
    entryPoints: [join(ROOT, 'test', 'extension', 'host', 'index.ts')],
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'error',
    outfile,
  });
  return outfile;
}

/** What a run inside the extension host came to. */
export interface HostRun {
  readonly results: readonly HostResult[];
  /** Why there are none, or that VS Code called the run a failure. */
  readonly trouble?: string;
}

/** What the tests are run on. */
export interface HostRunOptions {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** What `facts()` gives in the tests. */
  readonly facts?: unknown;
  readonly suite?: 'small' | 'large';
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Runs the tests of test/extension/host/ inside the extension host of a VS Code that has `folder` open. */
export async function runInHost(
  host: VscodeHost,
  { folder, env, facts, suite = 'small', settings = {} }: HostRunOptions,
): Promise<HostRun> {
  const scratch = mkdtempSync(join(tmpdir(), 'in-host-'));
  const [results, said] = [join(scratch, 'results.json'), join(scratch, 'facts.json')];
  writeFileSync(said, JSON.stringify(facts ?? {}));
  const tests = await bundleTests();
  const stage = stageExtension();
  const server = await startServer({
    host,
    extension: stage.dir,
    runsTests: true,
    settings,
    env: { ...env, WAXSEAL_HOST_SUITE: suite, WAXSEAL_HOST_RESULTS: results, WAXSEAL_HOST_FACTS: said },
  });
  const browser = await openBrowser(host);
  try {
    const { page } = browser;
    const done = new Promise<number>((resolve) => {
      void page.exposeFunction('codeAutomationExit', (code: number) => resolve(code));
    });
    await page.exposeFunction('codeAutomationLog', () => {});
    const remote = (path: string) => `vscode-remote://127.0.0.1:${server.port}${path}`;
    await page.goto(
      server.url(folder, [
        ['extensionDevelopmentPath', remote(stage.dir)],
        ['extensionTestsPath', remote(tests)],
      ]),
    );
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<number>((resolve) => {
      timer = setTimeout(() => resolve(-1), LONGEST_MS);
    });
    const code = await Promise.race([done, late]);
    clearTimeout(timer);
    if (!existsSync(results))
      return {
        results: [],
        trouble: `the tests did not run to their end (${code})\n${server.log().slice(-2000)}`,
      };
    return { results: JSON.parse(readFileSync(results, 'utf8')) as HostResult[] };
  } finally {
    await browser.close();
    await server.stop();
    stage.remove();
    rmSync(tests, { force: true });
    rmSync(scratch, { recursive: true, force: true });
  }
}
