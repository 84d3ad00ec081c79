// The Sigstore that both sides use: the real servers if WAXSEAL_REAL_SIGSTORE names them, else the sandbox.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/**
 * Returns { name, env, token(), stop(), real? }: `env` has the variables of its `env` file, `token` gives a fresh
 * identity token for an e-mail address, `stop` ends it (the real servers are not ours and keep running). Throws if
 * it does not answer.
 */
export async function openStack(scratch) {
  const real = process.env.WAXSEAL_REAL_SIGSTORE;
  if (real !== undefined)
    return { ...stackOf('the real servers', join(real, 'env'), () => undefined), real: true };
  const dir = join(scratch, 'sigstore');
  // It needs its own process, because measuring blocks this one.
  const server = spawn(process.execPath, ['build/test/sandbox/main.js', '--dir', dir, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit').then(() => {
    throw new Error('the sandbox did not start');
  });
  await Promise.race([once(server.stdout, 'data'), ended]);
  ended.catch(() => undefined);
  return stackOf('the sandbox', join(dir, 'env'), () => server.kill());
}

function stackOf(name, file, stop) {
  const sourced = (command) => {
    const run = spawnSync('bash', ['-c', `. "$1" && ${command}`, 'bash', file], { encoding: 'utf8' });
    if (run.status !== 0 || run.stdout === '') throw new Error(`${name}: ${command} failed: ${run.stderr}`);
    return run.stdout;
  };
  const env = Object.fromEntries(
    sourced('env -0')
      .split('\0')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
      .filter(([key]) => /^(SIGSTORE|GITSIGN|TUF|TRUSTED|TSA|REKOR)_/.test(key)),
  );
  const token = () => sourced("tok 'email=bench@example.test'").trim();
  token();
  return { name, env, token, stop };
}
