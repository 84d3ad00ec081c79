// One run of a program: its time, memory and processor time.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/**
 * Runs a program. Returns { seconds, megabytes, cpuSeconds, stdout, stderr, status }. `megabytes` is the peak and
 * `cpuSeconds` includes its children; both only if the system reports them. Throws if the program gives no answer.
 */
export async function timed(program, args, options) {
  const start = process.hrtime.bigint();
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let kilobytes = 0;
  let cpuSeconds = 0;
  const watch = setInterval(() => {
    kilobytes = Math.max(kilobytes, peakOf(child.pid));
    cpuSeconds = Math.max(cpuSeconds, cpuOf(child.pid));
  }, 100);
  const closed = once(child, 'close');
  const said = Promise.all([child.stdout.toArray(), child.stderr.toArray()]);
  const [status] = await closed;
  const [stdout, stderr] = (await said).map((chunks) => Buffer.concat(chunks).toString());
  clearInterval(watch);
  if (status !== 0 && status !== 1)
    throw new Error(`${program} ${args.join(' ')}: exit ${status}: ${stderr}`);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  return {
    seconds,
    cpuSeconds,
    megabytes: kilobytes / 1024,
    stdout,
    stderr,
    status,
  };
}

function peakOf(pid) {
  try {
    return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/**
 * Processor time of a process and of the children it has waited for, exact to a hundredth of a second (proc(5),
 * stat).
 */
function cpuOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /, '')
      .split(' ');
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
  } catch {
    return 0;
  }
}
