// Measures the editor in the extension host of a real VS Code: activation, the verdict on HEAD, and listing and
// verifying a large history.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findVscodeHost } from '../vscode-host.mjs';
import { historyRepository } from './history-repository.mjs';
import { median } from './measure.mjs';

const LONGEST_MS = 240_000;
const ROUNDS = 4;
const CACHED_AT_LEAST = 3;

/**
 * Opens an editor `ROUNDS` times on a clone of `count` commits, each time with an empty profile but the same home
 * directory. So the caches are empty in the first round and full in the others. Returns { rows, notes }, or {
 * reason } if nothing was measured. A row is { what, target, measured, ok }; all are strings except `ok`.
 */
export async function measureEditor({ scratch, count }) {
  const host = findVscodeHost('current');
  if (host.reason !== undefined) return { reason: host.reason };
  const clone = await editorClone(scratch, count);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push(await openEditor({ host, ...clone, scratch, count }));
  const [cold, ...later] = rounds;
  const of = (read, from = rounds) => median(from.map(read));
  const most = (read) => Math.max(...rounds.map(read));
  const atMost = (what, value, limit, unit) => ({
    what,
    target: `<= ${limit} ${unit}`,
    measured: `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`,
    ok: value <= limit,
  });
  const asked = [...new Set(rounds.flatMap(({ probe }) => probe.asked))];
  const said = new Set(rounds.flatMap(({ outcomes }) => outcomes));
  if (said.size !== 1 || !said.has('valid'))
    throw new Error(`not all commits are valid: ${[...said].join(', ')}`);
  const rows = [
    atMost(
      'activate()',
      of(({ activation }) => activation.activate),
      30,
      'ms',
    ),
    {
      what: 'files, processes, connections in it',
      target: 'none',
      measured: asked.join(', ') || 'none',
      ok: asked.length === 0,
    },
    atMost('dist/extension.cjs', statSync('dist/extension.cjs').size / 1024, 60, 'KiB'),
    atMost('verdict on HEAD after activation', of(sinceActivated, later), 300, 'ms'),
    atMost(
      `${count} commits listed`,
      of(({ listed }) => listed),
      1000 * Math.max(1, count / 5000),
      'ms',
    ),
    atMost(
      'longest block, processor time',
      most(({ working }) => working.cpu),
      50,
      'ms',
    ),
    {
      what: 'all verified again, cached',
      target: `${CACHED_AT_LEAST} times as fast`,
      measured: `${(of(judging, later) / 1000).toFixed(1)} s`,
      ok: judging(cold) / of(judging, later) >= CACHED_AT_LEAST,
    },
  ];
  return { rows, notes: notesOf(rounds, { of, most, count, later }) };
}

const sinceActivated = ({ probe }) => probe.head - probe.activated;
const judging = ({ judged, listed }) => judged - listed;

function notesOf(rounds, { of, most, count, later }) {
  const [cold] = rounds;
  const ms = (value) => `${value.toFixed(0)} ms`;
  const part = (from, to) => ms(of(({ probe }) => probe[to] - probe[from], later));
  const thread = (read) => ms(of(({ probe }) => read(named(probe, 'waxseal')), later));
  const main = (read) => ms(of(({ probe }) => read(named(probe, undefined)), later));
  const grown = rounds.map(({ memory }) => (memory.after - memory.before) / 1e6);
  return [
    `Verdict on HEAD: thread begun after ${part('activated', 'constructing')}, running after ${part('constructing', 'online')}, its answer after ${part('online', 'answered')}; ${ms(sinceActivated(cold))} with nothing compiled or verified before.`,
    `In that time its thread used ${thread(({ cpu }) => cpu)} of a core and waited ${thread(({ waited }) => waited)} for one; the editor's own thread used ${main(({ cpu }) => cpu)} and waited ${main(({ waited }) => waited)}.`,
    `First lines after ${ms(of(({ first }) => first))}. All ${count} verified ${(judging(cold) / 1000).toFixed(1)} s after they were listed, the first time.`,
    `Longest block by the clock ${ms(most(({ working }) => working.wall))}; with nothing to do ${ms(most(({ idle }) => idle.wall))}, of processor time ${ms(most(({ idle }) => idle.cpu))}. Over 50 ms of processor time: ${rounds.map(({ working }) => working.over).join(', ')} times; with nothing to do: ${rounds.map(({ idle }) => idle.over).join(', ')}.`,
    `Editor's own thread, for all of it: ${(of(({ working }) => working.total) / 1000).toFixed(1)} s of a core.`,
    `Memory of the extension host: ${grown.map((value) => `+${value.toFixed(0)}`).join(', ')} MB.`,
  ];
}

/**
 * The time that a thread used and waited between activation and the verdict on HEAD: the thread of this name, or
 * the main one.
 */
function named({ before, after }, name) {
  const [id, last] = Object.entries(after).find(([, one]) => (name ? one.name === name : one.main)) ?? [];
  const { cpu, waited } = before[id] ?? { cpu: 0, waited: 0 };
  return { cpu: (last?.cpu ?? 0) - cpu, waited: (last?.waited ?? 0) - waited };
}

/**
 * Opens one editor on `folder` with an empty profile and waits until the measuring inside has ended. Returns its
 * JSON.
 */
async function openEditor({ host, folder, env, scratch, count }) {
  const { startServer } = await import('../../build/test/extension/support/server.js');
  const { openBrowser } = await import('../../build/test/extension/support/browser.js');
  const { stageExtension } = await import('../../build/test/extension/support/stage.js');
  const stage = stageExtension();
  cpSync('scripts/bench/editor-probe.cjs', join(stage.dir, 'probe.cjs'));
  const manifest = JSON.parse(readFileSync(join(stage.dir, 'package.json'), 'utf8'));
  writeFileSync(join(stage.dir, 'package.json'), JSON.stringify({ ...manifest, main: './probe.cjs' }));
  const results = join(scratch, 'inside.json');
  rmSync(results, { force: true });
  const inside = await bundled(scratch);
  const server = await startServer({
    host,
    extension: stage.dir,
    runsTests: true,
    // VS Code starts a program every few seconds to see which ports are open.
    settings: { 'waxseal.recentCommits': count, 'remote.autoForwardPorts': false },
    env: {
      ...env,
      WAXSEAL_EDITOR_COMMITS: String(count),
      WAXSEAL_HOST_RESULTS: results,
    },
  });
  const browser = await openBrowser(host);
  try {
    const { page } = browser;
    const done = new Promise((resolve) => page.exposeFunction('codeAutomationExit', resolve));
    const said = [];
    await page.exposeFunction('codeAutomationLog', (_, args) => said.push(args.join(' ')));
    const remote = (path) => `vscode-remote://127.0.0.1:${server.port}${path}`;
    const payload = [
      ['extensionDevelopmentPath', remote(stage.dir)],
      ['extensionTestsPath', remote(inside)],
    ];
    await page.goto(server.url(folder, payload));
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, LONGEST_MS);
    });
    await Promise.race([done, late]);
    clearTimeout(timer);
    if (!existsSync(results))
      throw new Error(`nothing was measured in the editor: ${said.join(' ').slice(-500)}`);
    return JSON.parse(readFileSync(results, 'utf8'));
  } finally {
    await browser.close();
    await server.stop();
    stage.remove();
  }
}

async function bundled(scratch) {
  const esbuild = await import('esbuild');
  const outfile = join(scratch, 'inside.cjs');
  await esbuild.build({
    entryPoints: ['scripts/bench/editor-inside.mjs'],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    external: ['vscode'],
    logLevel: 'error',
  });
  return outfile;
}

/** A clone of the large history, and the environment in which its signatures are valid. */
async function editorClone(scratch, count) {
  const { cleanEnvironment } = await import('../../build/test/support/git-repo.js');
  const made = await historyRepository(count);
  const home = join(scratch, `home-${count}`);
  mkdirSync(home, { recursive: true });
  const env = cleanEnvironment(home);
  writeFileSync(env.GIT_CONFIG_GLOBAL, `[waxseal]\n\ttrustedRoot = ${made.trustedRoot}\n`);
  const folder = join(home, 'work');
  execFileSync('git', ['clone', '-q', '--shared', made.dir, folder], { env });
  return { folder, env };
}
