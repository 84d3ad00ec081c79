// Runs the test files that may share a process in few processes: to start one for each takes longer than most tests.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

// A test that hangs says nothing more. The time of all together depends on how busy the machine is.
const MOST_SILENT_SECONDS = 300;

// What another file's tests could notice, or what others could disturb.
const APART = [
  /['"]node:(child_process|cluster|dgram|worker_threads)['"]/,
  /process\.(chdir|exit|on|once|cpuUsage|memoryUsage|resourceUsage)\b/,
  /process\.env(\.\w+|\[[^\]]*\])?\s*=[^=]/,
  /delete process\.env/,
  /\bglobalThis\b|\bmock\b|\bsyncBuiltinESMExports\b/,
];
const IMPORT = /(?:from|import\(?) ?'(\.{1,2}\/[^']+)\.js'/g;

/** Whether the test file may run in one process with others: it tests core, and neither it nor a helper of it does what they could notice. */
export function mayShare(path) {
  if (!path.startsWith(join('test', 'core'))) return false;
  const seen = new Set([path]);
  for (const file of seen) {
    const text = readFileSync(file, 'utf8');
    if (APART.some((pattern) => pattern.test(text))) return false;
    for (const [, name] of text.matchAll(IMPORT)) {
      const helper = join(file, '..', `${name}.ts`);
      if (helper.startsWith('test') && existsSync(helper)) seen.add(helper);
    }
  }
  return true;
}

/**
 * Runs compiled test files in `count` processes with Node's `options`, and gives `say` what they print. `summaries[i]` is the file that process i
 * writes its summary to. Returns { failed, left }: whether a test failed, and the files of processes that did not reach their end. Nothing that
 * these said counts, so the files must run again.
 */
export async function runShared({
  files,
  count,
  options,
  env,
  summaries,
  say,
  seconds = MOST_SILENT_SECONDS,
}) {
  const runs = await Promise.all(
    Array.from({ length: count }, (_, number) => {
      const own = files.filter((_file, index) => index % count === number);
      return runOne({ files: own, options, env, summary: summaries[number], say, seconds });
    }),
  );
  return { failed: runs.some((run) => run.failed), left: runs.flatMap((run) => run.left) };
}

async function runOne({ files, options, env, summary, say, seconds }) {
  const marker = `${summary}.ended`;
  const reporters = [
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=./scripts/summary-reporter.mjs',
    `--test-reporter-destination=${summary}`,
  ];
  const child = spawn(
    process.execPath,
    [...options, ...reporters, 'scripts/run-together.mjs', marker, ...files],
    { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 10 * seconds * 1000, killSignal: 'SIGKILL' },
  );
  const said = [];
  const silence = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said.push(chunk);
      silence.refresh();
    });
  const status = await new Promise((done) => child.once('close', (code, signal) => done(code ?? signal)));
  clearTimeout(silence);
  const hasEnded = existsSync(marker);
  rmSync(marker, { force: true });
  if (hasEnded) {
    say(Buffer.concat(said).toString());
    return { failed: status !== 0, left: [] };
  }
  rmSync(summary, { force: true });
  say(`a process of ${files.length} test files ended early (${status}); now each file runs alone\n`);
  return { failed: false, left: files };
}
