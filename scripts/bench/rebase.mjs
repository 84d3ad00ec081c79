// A rebase that signs many commits: ours through the agent, gitsign's through its credential cache.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const WHO = 'Bench <bench@example.test> 1700000000 +0000';

/**
 * Adds to a repository ({ cwd, env }) a branch `start` with `commits` commits; `main` then gets a further commit.
 */
export function makeTopic(repository, commits) {
  const commit = (branch, name, from = '') =>
    `commit refs/heads/${branch}\nauthor ${WHO}\ncommitter ${WHO}\ndata ${name.length}\n${name}\n${from}M 100644 :1 ${name}\n\n`;
  const stream = ['blob\nmark :1\ndata 1\nx\n', commit('main', 'base')];
  stream.push(commit('start', 'c0', 'from refs/heads/main\n'));
  for (let i = 1; i < commits; i += 1) stream.push(commit('start', `c${i}`));
  stream.push(commit('main', 'later'));
  git(repository, ['fast-import', '--quiet'], stream.join(''));
  git(repository, ['config', 'commit.gpgSign', 'true']);
}

/** One measured rebase, for `compare`. The topic branch is created again before it. */
export function rebase(repository) {
  return {
    program: 'git',
    args: ['rebase', '--quiet', 'main'],
    before: () => {
      git(repository, ['checkout', '--quiet', '-B', 'topic', 'start']);
      return repository;
    },
  };
}

// gitsign's cache never uses a token from the environment. It opens a browser, and answers nobody before that
// program has ended. So this program passes the address to another process and ends, as a real browser opener does.
const BROWSER = `#!${process.execPath}
const { spawn } = require('node:child_process');
const { get } = require('node:http');
const [, , url, follows] = process.argv;
const follow = (at) => get(at, (answer) => {
  answer.resume();
  if (answer.headers.location) follow(new URL(answer.headers.location, at));
});
if (follows) follow(url);
else spawn(process.execPath, [__filename, url, 'follow'], { detached: true, stdio: 'ignore' }).unref();
`;

/**
 * Starts gitsign's credential cache for a repository's HOME, with a browser that is already signed in. Returns {
 * env, stop }. Throws if it does not listen.
 */
export function startCredentialCache(program, { env }) {
  const browsers = join(env.HOME, 'browsers');
  mkdirSync(browsers);
  writeFileSync(join(browsers, 'xdg-open'), BROWSER, { mode: 0o755 });
  const cache = spawn(program, [], {
    env: { ...env, PATH: `${browsers}${delimiter}${env.PATH}` },
    stdio: 'ignore',
  });
  const socket = join(env.HOME, '.cache', 'sigstore', 'gitsign', 'cache.sock');
  for (let waited = 0; !existsSync(socket); waited += 50) {
    if (waited > 5000) throw new Error('gitsign-credential-cache does not listen');
    spawnSync('sleep', ['0.05']);
  }
  return { env: { ...env, GITSIGN_CREDENTIAL_CACHE: socket }, stop: () => cache.kill() };
}

function git(repository, args, input) {
  const run = spawnSync('git', args, { ...repository, input, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`git ${args.join(' ')}: ${run.stderr}`);
}
