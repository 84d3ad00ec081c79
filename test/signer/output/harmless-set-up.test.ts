import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { parseInstance } from '../../../act/setup/instance.js';
import { harmless } from '../../../core/harmless/index.js';
import { parseTrustedRoot } from '../../../core/trust/index.js';
import { trustText } from '../../../signer/commands/trust/trusted-root-text.js';
import { createRepo, type GitRepo, run } from '../../support/git-repo.js';
import { TestInstance } from '../../support/instance.js';
import { PROGRAM } from '../../support/waxseal.js';

/** What a file or a configuration can hold, and a terminal would obey. */
const EVIL = 'x\u202e\u001b[2J\u009b';
const SHOWN = harmless(EVIL);

async function place(t: TestContext): Promise<{
  readonly repo: GitRepo;
  /** What the program writes, on both streams. */
  said(...args: string[]): Promise<string>;
}> {
  const repo = await createRepo({});
  t.after(() => repo.remove());
  const said = async (...args: string[]) => {
    const { stdout, stderr } = await run(PROGRAM, args, { cwd: repo.dir, env: repo.env });
    return stdout + stderr;
  };
  return { repo, said };
}

function assertShown(text: string, ...words: string[]): void {
  for (const line of text.split('\n')) assert.equal(line, harmless(line));
  for (const word of words) assert.ok(text.includes(word), text);
}

test('values that set-up found, changes and restores are printed harmless', async (t) => {
  const { repo, said } = await place(t);
  await repo.git(['config', 'gpg.x509.program', EVIL]);
  await repo.git(['config', 'commit.gpgSign', EVIL]);
  assertShown(await said('setup', '--sign-all'));
  assertShown(await said('setup', '--remove'), `restored gpg.x509.program = ${SHOWN}`, `gpgSign = ${SHOWN}`);
  assert.equal(await repo.git(['config', 'gpg.x509.program']), EVIL);
});

test('the path of a hook is printed harmless: where it is installed, kept, removed or shared', async (t) => {
  const { repo, said } = await place(t);
  const hooks = join(repo.dir, EVIL);
  mkdirSync(hooks);
  await repo.git(['config', 'core.hooksPath', hooks]);
  writeFileSync(join(hooks, 'pre-push'), '#!/bin/sh\n', { mode: 0o755 });
  const install = (...more: string[]) => said('hook', 'install', 'pre-push', ...more);
  const shown = `${SHOWN}/pre-push`;
  assertShown(await install(), `there is a pre-push hook already: `, shown);
  assertShown(await install('--force'), 'kept ', 'installed ', shown);
  assertShown(await said('hook', 'remove', 'pre-push'), 'removed ', shown);
  await repo.git(['config', '--unset', 'core.hooksPath']);
  await repo.git(['config', '--global', 'core.hooksPath', hooks]);
  assertShown(await install(), `${SHOWN} has the hooks of all your repositories`);
});

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** The document with the text at one place replaced, for every place that has one. */
function* poisoned(value: Json): Generator<Json> {
  if (typeof value === 'string') yield* [EVIL, `https://host.example.test/${EVIL}`];
  else if (Array.isArray(value))
    for (const [index, one] of value.entries())
      for (const other of poisoned(one)) yield value.with(index, other);
  else if (typeof value === 'object' && value !== null)
    for (const [name, one] of Object.entries(value)) {
      for (const other of poisoned(one)) yield { ...value, [name]: other };
      const { [name]: _, ...rest } = value;
      yield { ...rest, [name + EVIL]: one };
    }
}

const root = JSON.parse(new TestInstance().trustJson) as Json;
const service = (name: string, version: number) => ({
  url: `https://${name}.example.test`,
  majorApiVersion: version,
  validFor: { start: '2020-01-01T00:00:00Z' },
  operator: 'example.test',
});
const CONFIGURATION: Json = {
  mediaType: 'application/vnd.dev.sigstore.clienttrustconfig.v0.1+json',
  trustedRoot: root,
  signingConfig: {
    mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
    caUrls: [service('fulcio', 1)],
    oidcUrls: [service('issuer', 1)],
    rekorTlogUrls: [service('rekor', 1), service('log', 2)],
    rekorTlogConfig: { selector: 'ALL' },
    tsaUrls: [service('tsa', 1)],
    tsaConfig: { selector: 'ANY' },
  },
};

test('no text of a trust configuration is said or set with what a terminal would obey', () => {
  const instance = parseInstance(JSON.stringify(CONFIGURATION), 1_790_000_000);
  assert.equal(instance.fulcioUrl, 'https://fulcio.example.test');
  let refused = 0;
  for (const one of poisoned(CONFIGURATION))
    try {
      const { trustedRoot: _, ...settings } = parseInstance(JSON.stringify(one), 1_790_000_000);
      for (const value of Object.values(settings)) assert.match(String(value), /^[ -~]+$/);
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error)) throw error;
      refused++;
      assert.equal(error.message, harmless(error.message));
    }
  assert.ok(refused > 20, String(refused));
});

test('a trust configuration that cannot be used is refused in harmless words, and so are its name and what is wrong', async (t) => {
  const { repo, said } = await place(t);
  const file = join(repo.home, `${EVIL}.json`);
  writeFileSync(file, JSON.stringify({ ...(CONFIGURATION as object), signingConfig: { mediaType: EVIL } }));
  assertShown(await said('setup', '--instance', file), 'cannot be used');
  assertShown(await said('setup', '--instance', `${file}.gone`), `${SHOWN}.json.gone cannot be read`);
});

test('trust show prints the names of a trusted root, and what was passed over, harmless', () => {
  const evil = JSON.parse(JSON.stringify(root), (name, value) =>
    name === 'baseUrl' || name === 'uri' ? `https://${EVIL}.test` : value,
  );
  const trusted = parseTrustedRoot(JSON.stringify(evil), 'user');
  const loaded = {
    root: { ...trusted, skipped: [EVIL] },
    source: { kind: 'file', path: EVIL },
    notes: [EVIL],
  };
  assertShown(
    trustText(loaded as never, 1_790_000_000),
    `  https://${SHOWN}.test (`,
    `note  ${SHOWN}`,
    `file ${SHOWN}`,
  );
});
