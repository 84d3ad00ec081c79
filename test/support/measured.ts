import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunResult, run } from './git-repo.js';

type RunOptions = Parameters<typeof run>[2];

/**
 * What a run needed: the processor time of its Node processes, which a busy machine hardly changes, and the largest memory of
 * one.
 */
export interface MeasuredRun extends RunResult {
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

const REPORT = `import{appendFileSync}from'node:fs';process.on('exit',()=>{const{userCPUTime:u,systemCPUTime:s,maxRSS:m}=process.resourceUsage();appendFileSync(process.env.WAXSEAL_TEST_COST,u+s+' '+m+'\\n')})`;

/**
 * Runs a Node program until it ends, and measures it. The time of git processes does not count.
 * @throws Error when a process did not reach its end, for example because it ran out of memory
 */
export async function measured(
  program: string,
  args: readonly string[],
  options: RunOptions,
): Promise<MeasuredRun> {
  const dir = mkdtempSync(join(tmpdir(), 'waxseal-cost-'));
  try {
    const file = join(dir, 'cost');
    const env = {
      ...options.env,
      WAXSEAL_TEST_COST: file,
      NODE_OPTIONS: `${options.env['NODE_OPTIONS'] ?? ''} --import=data:text/javascript,${encodeURIComponent(REPORT)}`,
    };
    const ended = await run(program, args, { ...options, env });
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const costs = lines.map((line) => line.split(' ').map(Number));
    return {
      ...ended,
      cpuSeconds: costs.reduce((sum, [microseconds = 0]) => sum + microseconds, 0) / 1e6,
      megabytes: Math.max(...costs.map(([, kilobytes = 0]) => kilobytes)) / 1024,
    };
  } catch (error) {
    throw new Error(`${program} ${args.join(' ')} did not reach its end: ${String(error)}`);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Runs a compiled module of the tests in its own process. Its last line is JSON. */
export async function measuredModule<T>(
  module: string,
  input: string | Uint8Array,
  options: Partial<RunOptions> & { readonly args?: readonly string[] } = {},
): Promise<{ readonly result: T } & Pick<MeasuredRun, 'cpuSeconds' | 'megabytes'>> {
  const { args = [], ...rest } = options;
  const ended = await measured(process.execPath, [module, ...args], {
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'] ?? '' },
    ...rest,
    input: Buffer.from(input),
  });
  if (ended.status !== 0) throw new Error(`${module}: exit ${ended.status}: ${ended.stderr}`);
  return { result: JSON.parse(ended.stdout) as T, cpuSeconds: ended.cpuSeconds, megabytes: ended.megabytes };
}
