import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { unzipSync } from 'fflate';

const DIR = join('build', `vsix-twice-${process.pid}`);
after(() => rmSync(DIR, { recursive: true, force: true }));

const cannot =
  process.platform === 'win32'
    ? 'the rights that files are made with are those of Unix'
    : existsSync('.git')
      ? undefined
      : 'not a git repository: there is no list of what belongs to it';
const needsClone = cannot === undefined ? {} : { skip: cannot };

interface Manifest {
  readonly version: string;
  readonly engines: { readonly vscode: string };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

/** The files that may be in the package, as paths in the VSIX. */
const ALLOWED = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(LICENSE\.txt|THIRD_PARTY_NOTICES\.txt|changelog\.md|readme\.md|package\.json)$/,
  /^extension\/package\.nls(\.[\w-]+)?\.json$/,
  /^extension\/l10n\/bundle\.l10n(\.[\w-]+)?\.json$/,
  /^extension\/dist\/(waxseal\.js|package\.json|digests\.json|extension\.cjs)$/,
  /^extension\/dist\/chunks\/(old-node|[\w-]+-[A-Z0-9]{8})\.js$/,
  /^extension\/dist\/extension\/([\w-]+|chunks\/[\w-]+-[A-Z0-9]{8})\.cjs$/,
  /^extension\/docs\/[\w-]+\.md$/,
  /^extension\/dist\/webview\/[\w-]+\.(js|css)$/,
  /^extension\/media\/(walkthrough\/[\w-]+\.(md|png|svg)|[\w-]+\.png)$/,
  /^extension\/schemas\/[\w.-]+\.schema\.json$/,
];
/** The files that must be in it. */
const NEEDED = [
  'extension/readme.md',
  'extension/changelog.md',
  'extension/LICENSE.txt',
  'extension/THIRD_PARTY_NOTICES.txt',
  'extension/package.json',
  'extension/package.nls.json',
  'extension/l10n/bundle.l10n.json',
  'extension/dist/waxseal.js',
  'extension/dist/package.json',
  'extension/dist/digests.json',
  // What says that Node is too old.
  'extension/dist/chunks/old-node.js',
  'extension/dist/extension.cjs',
  'extension/dist/extension/verifier.cjs',
  'extension/dist/webview/commit-page.js',
  'extension/media/icon.png',
  'extension/schemas/waxseal.schema.json',
];

const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('utf8');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('the package of the extension', needsClone, async (t) => {
  const run = spawnSync(process.execPath, ['scripts/vsix-twice.mjs', DIR], { encoding: 'utf8' });
  const name = `waxseal-${manifest.version}`;
  const out = join(DIR, 'a', 'out');
  await t.test('is the same from two clones, whatever the place, time, language and rights', () => {
    assert.equal(run.status, 0, run.stderr + run.stdout);
    assert.deepEqual(readdirSync(out).sort(), [`${name}.digests.json`, `${name}.vsix`]);
  });
  const archive = readFileSync(join(out, `${name}.vsix`));
  const files = unzipSync(archive);
  const paths = Object.keys(files);
  await t.test('holds what is allowed and nothing else', () => {
    assert.deepEqual(
      paths.filter((path) => !ALLOWED.some((pattern) => pattern.test(path))),
      [],
    );
    assert.deepEqual(
      NEEDED.filter((path) => !paths.includes(path)),
      [],
    );
    assert.deepEqual(paths, [...paths].sort());
  });
  await t.test('has the size that the README states', () => {
    const stated = /the extension \((\d+\.\d) MB\)/i.exec(text(files['extension/readme.md']));
    const megabytes = archive.length / 1_000_000;
    assert.ok(stated, 'the README states no size');
    assert.ok(
      Math.abs(Number(stated[1]) - megabytes) <= 0.15,
      `${stated[1]} MB stated, ${megabytes.toFixed(2)} MB measured`,
    );
  });
  await t.test('names no place of the machine it was built on, no source map and no test', () => {
    const places = [process.cwd(), hostname()].filter((place) => place.length > 4);
    for (const [path, bytes] of Object.entries(files)) {
      if (path.endsWith('.png')) continue;
      const said = text(bytes);
      for (const place of places) assert.ok(!said.includes(place), `${path} names ${place}`);
      assert.doesNotMatch(said, /sourceMappingURL=|startSandbox/, path);
    }
  });
  await t.test('lists the digest of every file but the list', () => {
    const digests = files['extension/dist/digests.json'];
    assert.deepEqual(text(digests), readFileSync(join(out, `${name}.digests.json`), 'utf8'));
    const list = JSON.parse(text(digests)) as {
      extension: string;
      version: string;
      sha256: Record<string, string>;
    };
    assert.deepEqual([list.extension, list.version], ['waxseal.waxseal', manifest.version]);
    const expected = paths
      .filter((path) => path.startsWith('extension/') && !path.endsWith('digests.json'))
      .map((path) => path.replace('extension/', ''));
    assert.deepEqual(Object.keys(list.sha256), [...expected, '.vsixmanifest'].sort());
    const bytes = files['extension/dist/extension.cjs'] ?? new Uint8Array();
    assert.equal(list.sha256['dist/extension.cjs'], sha256(bytes));
  });
  await t.test('has links in its README that work anywhere', () => {
    const readme = text(files['extension/readme.md']);
    const targets = [...readme.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    assert.ok(targets.length > 5);
    const rooted = `https://github.com/waxseal/waxseal/(blob|raw)/v${manifest.version}/`;
    for (const target of targets) {
      assert.match(target, /^(https:\/\/|#)/);
      const own = new RegExp(`^${rooted}([^#]*)`).exec(target)?.[2];
      if (own !== undefined) assert.ok(existsSync(own), `${own} is not in the repository`);
    }
  });
});
