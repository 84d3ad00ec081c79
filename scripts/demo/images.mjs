// Real cosign signs an image in a real registry, with a local Sigstore; Waxseal says who signed it and what is attached.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findPeers } from '../peers.mjs';
import { ended, heading, note, shellIn } from './shell.mjs';

const WHO = 'release@example.test';
const load = (name) => import(pathToFileURL(resolve('build', 'test', 'support', `${name}.js`)).href);

/** An image is signed and attested; it is verified, refused for another signer, and verified again without a network. */
export async function demo({ scratch, env, sandbox, stopSandbox }) {
  const peers = findPeers();
  if (peers.reason !== undefined) throw new Error(`it needs cosign and docker-registry, and ${peers.reason}`);
  process.env.WAXSEAL_PEERS = peers.dir;
  const { startDockerRegistry } = await load('docker-registry');
  const { runCosign, signingServers } = await load('cosign-signs');
  const started = await startDockerRegistry();
  if (started.reason !== undefined) throw new Error(`it needs docker-registry: ${started.reason}`);
  const registry = started.found;
  const folder = join(scratch, 'images');
  mkdirSync(folder);
  const { step } = shellIn(folder, { ...env, WAXSEAL_TRUSTED_ROOT: sandbox.trustedRootPath });
  const identity = [`--certificate-identity=${WHO}`, `--certificate-oidc-issuer=${sandbox.urls.oidc}`];

  try {
    heading('A real registry has an image, and real cosign signs it and attests its SBOM, without a key');
    const digest = await registry.push('app', 'v1');
    const image = `${registry.host}/app:v1`;
    writeFileSync(join(folder, 'sbom.json'), '{"spdxVersion":"SPDX-2.3","name":"app"}\n');
    await cosign('sign', `${registry.host}/app@${digest}`);
    await cosign('attest', `${registry.host}/app@${digest}`, '--type=spdxjson', '--predicate=sbom.json');

    heading('May I run it? Who signed it, what is attached to it, and does it all hold?');
    await step('waxseal', ['image', 'verify', ...identity, image], { shows: /^verified/m });
    await step('waxseal', ['image', 'tree', image]);
    await step('waxseal', ['image', 'sbom', ...identity, image], { shows: /signed/ });

    heading('Somebody else should have signed it');
    await step(
      'waxseal',
      ['image', 'verify', '--certificate-identity=eve@example.test', identity[1], image],
      {
        status: 1,
        shows: /^refused/m,
      },
    );

    heading('Taken to a place without a network, it is verified from one folder');
    await step('waxseal', ['image', 'export', image, 'app']);
    await registry.stop();
    await stopSandbox();
    note('the registry and the local Sigstore have been stopped');
    await step(
      'waxseal',
      ['image', 'verify', '--trusted-root=app/trusted_root.json', ...identity, 'oci:app'],
      {
        shows: /^verified/m,
      },
    );
    ended('The image was verified for its signer only.');
  } finally {
    await registry.stop();
  }

  async function cosign(verb, image, ...more) {
    note(`cosign ${verb} ${[...more, image].join(' ')}`);
    const servers = signingServers('cosign-3', sandbox);
    const token = `--identity-token=${sandbox.mintToken({ email: WHO })}`;
    const { status, stderr } = await runCosign('cosign-3', folder, sandbox, [
      ...[verb, '--yes', token, ...servers, ...more, image],
    ]);
    if (status !== 0) throw new Error(`cosign ${verb} failed: ${stderr}`);
  }
}
