import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import * as esbuild from 'esbuild';
import type { HostResult } from '../host/registry.js';
import { runInServer } from './in-server.js';
import { runOnDesktop } from './on-desktop.js';
import { stageExtension } from './stage.js';
import { desktop, ROOT, type VscodeHost } from './vscode-host.js';

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

/** The result of a run inside the extension host. */
export interface HostRun {
  readonly results: readonly HostResult[];
  /** Why there are no results, or that VS Code called the run a failure. */
  readonly trouble?: string;
}

/** The editor and workspace for the tests. */
export interface HostRunOptions {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** What `facts()` gives in the tests. */
  readonly facts?: unknown;
  readonly suite?: 'small' | 'large' | 'places';
  /** Called with the folder of the extension before the editor starts. */
  readonly prepare?: (extension: string) => void;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** The tests to run, and where. All paths are absolute. */
export interface HostTests {
  readonly folder: string;
  readonly extension: string;
  /** A module that exports `run()`. */
  readonly tests: string;
  readonly env: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * Runs the tests of test/extension/host/ inside the extension host of a VS Code that has `folder` open: a desktop VS Code if
 * one is available, else the server.
 */
export async function runInHost(
  host: VscodeHost | undefined,
  { folder, env, facts, suite = 'small', settings = {}, prepare }: HostRunOptions,
): Promise<HostRun> {
  const scratch = mkdtempSync(join(tmpdir(), 'in-host-'));
  const [results, said] = [join(scratch, 'results.json'), join(scratch, 'facts.json')];
  writeFileSync(said, JSON.stringify(facts ?? {}));
  const tests = await bundleTests();
  const stage = stageExtension();
  prepare?.(stage.dir);
  const told = { WAXSEAL_HOST_SUITE: suite, WAXSEAL_HOST_RESULTS: results, WAXSEAL_HOST_FACTS: said };
  const run = { folder, extension: stage.dir, tests, settings, env: { ...env, ...told } };
  try {
    if (!desktop && !host) throw new Error('there is no VS Code to run tests in');
    const log = desktop ? await runOnDesktop(desktop, run) : host ? await runInServer(host, run) : '';
    // VS Code reports success even if the extension host died. Only this file proves that the tests ran.
    if (!existsSync(results))
      return { results: [], trouble: `the tests did not run to their end\n${log.slice(-2000)}` };
    return { results: JSON.parse(readFileSync(results, 'utf8')) as HostResult[] };
  } finally {
    stage.remove();
    rmSync(tests, { force: true });
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Reports each test of a run as a test of its own, with what it measured in milliseconds. */
export async function reportRun(t: TestContext, { results, trouble }: HostRun): Promise<void> {
  assert.equal(trouble, undefined, trouble);
  for (const { name, error, measured = {} } of results)
    await t.test(name, (subtest) => {
      for (const [what, value] of Object.entries(measured))
        subtest.diagnostic(`${what}: ${value.toFixed(1)} ms`);
      assert.equal(error, undefined, error);
    });
}
