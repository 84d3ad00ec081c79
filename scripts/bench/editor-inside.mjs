// Runs inside the extension host of a measured editor (scripts/bench/editor.mjs) and writes its measurements as
// JSON.
import { openSync, readSync, writeFileSync } from 'node:fs';
import { commands, extensions, workspace } from 'vscode';

const TICK_MS = 4;
const BLOCK_MS = 50;
const count = Number(process.env.WAXSEAL_EDITOR_COMMITS);

/** VS Code calls this function. */
export async function run() {
  const { store } = await extensions.getExtension('waxseal.waxseal').activate();
  const probe = globalThis.waxsealProbe;
  await until('the verdict on HEAD', () => probe.head !== undefined);
  // Not measured: what VS Code itself does when Source Control is first opened, and its own graph of the history.
  await commands.executeCommand('workbench.view.scm');
  await commands.executeCommand('workbench.scm.history.removeView').then(undefined, () => {});
  await settled();
  const idle = watch();
  await sleep(3000);
  const measured = { probe, idle: idle.stop() };
  const before = process.memoryUsage.rss();
  const work = watch();
  const repository = () => store.repositories[0];
  const times = { started: performance.now() };
  const first = store.onDidChange(() => {
    if (!repository()?.lists.recent?.length) return;
    times.first ??= performance.now();
    if (repository().lists.recent.length >= count) times.listed ??= performance.now();
  });
  await commands.executeCommand('waxseal.showSignatures');
  await until('all rows', () => times.listed !== undefined);
  await until('all verdicts', () => repository().verdicts.size >= count);
  times.judged = performance.now();
  first.dispose();
  await sleep(500);
  const working = work.stop();
  await sleep(2000);
  Object.assign(measured, {
    activation: await activation(),
    working,
    first: times.first - times.started,
    listed: times.listed - times.started,
    judged: times.judged - times.started,
    outcomes: [...new Set([...repository().verdicts.values()].map(({ outcome }) => outcome))],
    memory: { before, peak: working.rss, after: process.memoryUsage.rss() },
  });
  writeFileSync(process.env.WAXSEAL_HOST_RESULTS, JSON.stringify(measured));
}

/**
 * Watches this thread's event loop. Each delay of its next turn is measured twice: by the clock, and in processor
 * time of this thread only, which other programs on the same cores do not influence (proc_pid_schedstat(5)).
 */
function watch() {
  const begun = now();
  let [cpu, at] = [begun.cpu, begun.at];
  const longest = { wall: 0, cpu: 0, over: 0 };
  const timer = setInterval(() => {
    const next = now();
    const used = next.cpu - cpu;
    longest.wall = Math.max(longest.wall, next.at - at - TICK_MS);
    longest.cpu = Math.max(longest.cpu, used);
    if (used > BLOCK_MS) longest.over += 1;
    [cpu, at] = [next.cpu, next.at];
  }, TICK_MS);
  let rss = 0;
  const memory = setInterval(() => {
    rss = Math.max(rss, process.memoryUsage.rss());
  }, 100);
  return {
    stop: () => {
      clearInterval(timer);
      clearInterval(memory);
      const end = now();
      return { ...longest, rss, total: end.cpu - begun.cpu, seconds: (end.at - begun.at) / 1000 };
    },
  };
}

// Watching must not create garbage: it would then measure its collection.
const schedstat = openSync(`/proc/${process.pid}/task/${process.pid}/schedstat`);
const buffer = Buffer.alloc(64);

function now() {
  const length = readSync(schedstat, buffer, 0, buffer.length, 0);
  return { cpu: Number.parseInt(buffer.latin1Slice(0, length), 10) / 1e6, at: performance.now() };
}

/** VS Code's own table of activations: the time to load the code and to call activate, in milliseconds. */
async function activation() {
  await commands.executeCommand('perfview.show');
  let line;
  await until('the table of activations', () => {
    const text = workspace.textDocuments.find(({ uri }) => uri.scheme === 'perf')?.getText() ?? '';
    line = text.split('\n').find((one) => /^\| waxseal\.waxseal\b/i.test(one.trim()));
    return line !== undefined;
  });
  const cells = line.split('|').map((cell) => cell.trim());
  return { load: Number(cells[3]), activate: Number(cells[4]) };
}

/** Waits until the editor itself has finished starting. */
async function settled() {
  for (let quiet = 0; quiet < 4; ) {
    const part = watch();
    await sleep(500);
    quiet = part.stop().total < 50 ? quiet + 1 : 0;
  }
}

function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function until(what, found) {
  const end = Date.now() + 150_000;
  while (!found()) {
    if (Date.now() > end) throw new Error(`waited too long for ${what}`);
    await sleep(10);
  }
}
