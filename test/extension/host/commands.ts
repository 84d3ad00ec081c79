import assert from 'node:assert/strict';
import { commands, env, extensions } from 'vscode';
import { COMMANDS as INSTALLATION } from '../../../extension/installation/ids.js';
import { COMMANDS as POLICY } from '../../../extension/policy/ids.js';
import { COMMANDS } from '../../../extension/signatures/ids.js';
import { COMMANDS as SIGNING } from '../../../extension/signing/ids.js';
import { extension } from './extension.js';
import { hostTest, until } from './registry.js';

/** The commands of all features. */
const ALL: readonly string[] = [COMMANDS, POLICY, SIGNING, INSTALLATION].flatMap((ids) => Object.values(ids));

hostTest('every command of the manifest exists once the extension is active', async () => {
  await extension();
  const known = new Set(await commands.getCommands(true));
  assert.deepEqual(
    ALL.filter((id) => !known.has(id)),
    [],
  );
});

hostTest('the manifest declares no command, view or setting that the code does not know', async () => {
  const manifest = extensions.getExtension('waxseal.waxseal')?.packageJSON as {
    contributes: { commands: { command: string }[] };
  };
  const declared = manifest.contributes.commands.map(({ command }) => command).sort();
  assert.deepEqual(declared, [...ALL].sort());
});

hostTest('the evidence on the clipboard is a Sigstore bundle', async () => {
  const { store } = await extension();
  const root = await until('a repository', () => store.repositories[0]?.basis && store.repositories[0].root);
  await commands.executeCommand(COMMANDS.copyEvidence, { root, name: 'HEAD' });
  const bundle = JSON.parse(await env.clipboard.readText()) as { mediaType: string };
  assert.equal(bundle.mediaType, 'application/vnd.dev.sigstore.bundle.v0.3+json');
});

hostTest('the full id of an object is copied to the clipboard', async () => {
  const { store } = await extension();
  const { root, basis } = await until('a repository', () =>
    store.repositories.find((one) => one.basis?.head),
  );
  await commands.executeCommand(COMMANDS.copyId, { root, name: 'HEAD' });
  assert.equal(await env.clipboard.readText(), basis?.head);
});
