import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { resolveConfig } from '../../../io/config/index.js';
import { identityToken } from '../../../io/identity/index.js';
import { type Sandbox, startSandbox } from '../../sandbox/index.js';
import { run } from '../../support/git-repo.js';
import { temporaryDirectory } from '../support/repository.js';

// What every user of a machine can do: read the command line of all programs, and connect to its ports.

const STRANGER = ['--reuid', '65534', '--regid', '65534', '--clear-groups', process.execPath, '-e'];

function whyNot(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can be somebody else';
  if (!existsSync('/proc/self/cmdline')) return 'this system shows command lines in another way';
  const code = `require('node:fs').readFileSync('/proc/${process.pid}/cmdline')`;
  if (spawnSync('setpriv', [...STRANGER, code]).status !== 0)
    return 'there is no setpriv, or Node or command lines are not for every user';
  return undefined;
}

const reason = whyNot();
const SKIP = reason === undefined ? {} : { skip: reason };

let sandbox: Sandbox;
before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.stop());

// The user's browser is slow: it opens the page when it may.
const BROWSER = `
const { existsSync } = require('node:fs');
const wait = () => existsSync(process.argv[3]) ? fetch(process.argv[2]).then((page) => page.text()) : setTimeout(wait, 20);
wait();
`;

// Waits for a browser's command line, prints what it learns from it, and opens the page.
const SPY = (marker: string) => `
const { readdirSync, readFileSync } = require('node:fs');
const seen = () => {
  for (const pid of readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name) && Number(name) !== process.pid)) {
    try {
      const words = readFileSync('/proc/' + pid + '/cmdline', 'utf8').split('\\0');
      if (words.includes(${JSON.stringify(marker)})) return words;
    } catch {}
  }
};
(async () => {
  let words;
  while (!(words = seen())) await new Promise((resolve) => setTimeout(resolve, 20));
  const url = words.find((word) => word.startsWith('http'));
  const answer = await fetch(url, { redirect: 'manual' });
  console.log(JSON.stringify({ words, status: answer.status }));
})();
`;

/** Signs in while another user watches and opens what they see; then the browser opens the page. */
async function watched(t: TestContext) {
  const dir = temporaryDirectory(t);
  const [script, mayOpen] = [join(dir, 'browser.cjs'), join(dir, 'may-open')];
  writeFileSync(script, BROWSER);
  const config = resolveConfig({
    gitConfig: [],
    env: {
      SIGSTORE_OIDC_ISSUER: sandbox.urls.oidc,
      GITSIGN_URL_OPENER: `"${process.execPath}" '${script}' {{.URL}} ${mayOpen}`,
      WAXSEAL_TOKEN_PROVIDER: 'interactive',
    },
  });
  const said: string[] = [];
  const token = identityToken(config, {
    env: process.env,
    say: (line) => said.push(line),
    interactive: true,
    network: {},
  });
  token.catch(() => undefined);
  const spy = await run('setpriv', [...STRANGER, SPY(mayOpen)], { cwd: '/', env: process.env as never });
  const { words, status } = JSON.parse(spy.stdout) as { words: string[]; status: number };
  writeFileSync(mayOpen, '');
  return { token, said, words, status };
}

test(
  'another user who reads the browser’s command line learns only an address on this machine',
  SKIP,
  async (t) => {
    const { words, token } = await watched(t);
    await token;
    assert.equal(words.filter((word) => /^http:\/\/localhost:\d+\/[\w-]{32}$/.test(word)).length, 1);
    assert.doesNotMatch(words.join(' '), /state|nonce|challenge|client_id/);
  },
);

test(
  'if another user opens the sign-in page first, they are refused, and the browser signs in all the same',
  SKIP,
  async (t) => {
    const { token, said, status } = await watched(t);
    assert.equal(status, 403);
    assert.equal((await token).source.kind, 'browser');
    assert.ok(said.includes('refused: a request that another user of this machine made'));
  },
);
