#!/usr/bin/env node
// Shows everything in a minute: real git signs a commit, a merge and a tag with a local Sigstore, Waxseal and git
// verify them, and a changed commit is refused. Everything happens in a temporary directory with its own HOME.
// usage: node scripts/demo.mjs     exits with 1 if a step fails
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transpile } from './transpile.mjs';

const WHO = 'ada@example.test';
const bold =
  process.stdout.isTTY && !process.env.NO_COLOR ? (text) => `\u001b[1m${text}\u001b[0m` : (text) => text;

await transpile();
if (
  spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0
)
  process.exit(1);
const { startSandbox } = await import(pathToFileURL(resolve('build', 'test', 'sandbox', 'sandbox.js')).href);

const scratch = mkdtempSync(join(tmpdir(), 'waxseal-demo-'));
const repository = join(scratch, 'project');
const bin = join(scratch, 'bin');
for (const dir of [repository, bin, join(scratch, 'home')]) mkdirSync(dir);
symlinkSync(resolve('dist', 'waxseal.js'), join(bin, 'waxseal'));
const sandbox = await startSandbox({ dir: join(scratch, 'sigstore') });
const env = {
  PATH: `${bin}:${process.env.PATH}`,
  HOME: join(scratch, 'home'),
  LANG: 'C.UTF-8',
  GIT_PAGER: 'cat',
  ...sandbox.env,
};
let running = true;

try {
  await demo();
} catch (error) {
  console.log(`\nThe demo failed: ${error.message}`);
  process.exitCode = 1;
} finally {
  await stopSandbox();
  rmSync(scratch, { recursive: true, force: true });
}

async function demo() {
  heading('A local Sigstore is running, and a new repository is set up for it');
  note(`issuer ${sandbox.urls.oidc}   Fulcio ${sandbox.urls.fulcio}   Rekor ${sandbox.urls.rekor}`);
  await quietly('git', ['config', '--global', 'user.name', 'Ada']);
  await quietly('git', ['config', '--global', 'user.email', WHO]);
  await quietly('git', ['config', '--global', 'waxseal.trustedRoot', sandbox.trustedRootPath]);
  await step('git', ['init', '--quiet', '--initial-branch=main']);
  await step('waxseal', ['setup', '--sign-all']);

  heading('Real git signs: no key to make, to guard or to lose, only who you are');
  env.SIGSTORE_ID_TOKEN = sandbox.mintToken({ email: WHO });
  note(`the identity token in SIGSTORE_ID_TOKEN says ${WHO}; at a desk a browser would ask you`);
  await commit('README', 'Begin');
  await step('git', ['switch', '--quiet', '--create', 'feature']);
  await commit('feature', 'Add a feature');
  await step('git', ['switch', '--quiet', 'main']);
  await step('git', ['merge', '--quiet', '--no-ff', '-m', 'Merge the feature', 'feature']);
  await step('git', ['tag', '-s', '-m', 'The first release', 'v1.0']);
  delete env.SIGSTORE_ID_TOKEN;

  heading('Who signed what? Waxseal and git give the same answer, offline');
  await stopSandbox();
  note('the local Sigstore has been stopped: the proof is inside the commits');
  await step('waxseal', ['verify', 'HEAD', 'HEAD^2', 'v1.0'], { shows: /ada@example\.test/ });
  await step('git', ['log', '--format=%h %G? %GS  %s'], { shows: /^(\w+ G ada@example\.test .*\n?){3}$/ });
  await step('git', ['verify-tag', 'v1.0']);

  heading('One byte of a signed commit is changed');
  const forged = await forge();
  await step('waxseal', ['verify', forged], { status: 1, shows: /PAYLOAD_DIGEST|digest/i });
  await step('git', ['verify-commit', forged], { status: 1 });
  await step('git', ['log', '-1', '--format=%h %G? %GS  %s', forged], { shows: /^\w+ B / });
  console.log(
    `\n${bold('Every step ended as it should.')} The changed commit was refused; everything signed was verified.`,
  );
}

async function stopSandbox() {
  if (running) await sandbox.stop();
  running = false;
}

async function commit(file, message) {
  writeFileSync(join(repository, file), `${message}\n`);
  await step('git', ['add', file]);
  await step('git', ['commit', '--quiet', '-S', '-m', message]);
}

/** Writes a copy of HEAD with one letter of its subject changed, and returns the id of the copy. */
async function forge() {
  const { output } = await run('git', ['cat-file', 'commit', 'HEAD']);
  const { output: id } = await run(
    'git',
    ['hash-object', '-t', 'commit', '-w', '--stdin'],
    output.replace('Merge the', 'Merge thy'),
  );
  console.log(
    "$ git cat-file commit HEAD | sed 's/Merge the/Merge thy/' | git hash-object -t commit -w --stdin",
  );
  console.log(indented(id));
  return id.trim().slice(0, 12);
}

function heading(text) {
  console.log(`\n${bold(`== ${text}`)}\n`);
}

function note(text) {
  console.log(`   (${text})`);
}

async function step(program, args, expected = {}) {
  console.log(`$ ${[program, ...args.map(quoted)].join(' ')}`);
  const { status, output } = await run(program, args);
  if (output.trim() !== '') console.log(indented(output));
  const wanted = expected.status ?? 0;
  if (status !== wanted) throw new Error(`\`${program} ${args[0]}\` exited with ${status}, not ${wanted}`);
  if (expected.shows && !expected.shows.test(output)) {
    throw new Error(`\`${program} ${args[0]}\` did not show ${expected.shows}`);
  }
}

async function quietly(program, args) {
  const { status, output } = await run(program, args);
  if (status !== 0) throw new Error(`\`${program} ${args.join(' ')}\` failed: ${output}`);
}

// Not synchronous, because the sandbox runs in this process.
function run(program, args, input) {
  return new Promise((done, fail) => {
    const child = spawn(program, args, {
      cwd: repository,
      env,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output += text;
      });
    }
    child.once('error', fail);
    child.once('close', (status) => done({ status, output }));
    child.stdin?.end(input);
  });
}

function quoted(word) {
  return /^[\w./=^:@-]+$/.test(word) ? word : `'${word}'`;
}

function indented(text) {
  return text.trimEnd().replace(/^/gm, '   ');
}
