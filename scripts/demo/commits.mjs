// Real git signs with a local Sigstore; Waxseal and git verify; a changed commit is refused.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ended, heading, indented, note, shellIn } from './shell.mjs';

const WHO = 'ada@example.test';

/** Git signs a commit, a merge and a tag; Waxseal and git verify them; a changed commit is refused. */
export async function demo({ scratch, env, sandbox, stopSandbox }) {
  const repository = join(scratch, 'project');
  mkdirSync(repository);
  const { run, step, quietly } = shellIn(repository, env);

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
  ended('The changed commit was refused; everything signed was verified.');

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
}
