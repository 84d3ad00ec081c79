import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utf8 } from '../../core/encoding/index.js';
import { digestOf, type ImageDigest, MEDIA_TYPE } from '../../core/image/index.js';
import { type Found, findPeer } from './peers.js';

/** Debian's docker-registry, which has no referrers API. */
export interface DockerRegistry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** Pushes an image of one small layer. @returns its digest */
  push(repository: string, tag: string): Promise<ImageDigest>;
  /** Pushes an index of an image for each platform. @returns its digest */
  pushIndex(repository: string, tag: string, architectures: readonly string[]): Promise<ImageDigest>;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** Starts the registry in a folder of its own, or says why it is not here. */
export async function startDockerRegistry(): Promise<Found<DockerRegistry>> {
  const peer = findPeer('docker-registry');
  if ('reason' in peer) return peer;
  const dir = mkdtempSync(join(tmpdir(), 'docker-registry-'));
  const host = `127.0.0.1:${await freePort()}`;
  const storage = { filesystem: { rootdirectory: join(dir, 'store') } };
  const config = { version: 0.1, log: { level: 'error' }, storage, http: { addr: host } };
  writeFileSync(join(dir, 'config.yml'), JSON.stringify(config));
  const child = spawn(peer.found, ['serve', join(dir, 'config.yml')], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  await answering(host, () => child.exitCode === null);
  return {
    found: {
      host,
      async push(repository, tag) {
        return (await pushImage(host, repository, tag, 'amd64')).digest;
      },
      async pushIndex(repository, tag, architectures) {
        const manifests = [];
        for (const architecture of architectures) {
          const { digest, size } = await pushImage(host, repository, `${tag}-${architecture}`, architecture);
          const platform = { os: 'linux', architecture };
          manifests.push({ mediaType: MEDIA_TYPE.ociManifest, digest, size, platform });
        }
        return (await putManifest(host, repository, tag, MEDIA_TYPE.ociIndex, { manifests })).digest;
      },
      async stop() {
        child.kill();
        await ended;
        rmSync(dir, { recursive: true, force: true });
      },
    },
  };
}

async function answering(host: string, runs: () => boolean): Promise<void> {
  const until = Date.now() + 30_000;
  while (runs() && Date.now() < until) {
    const ok = await fetch(`http://${host}/v2/`).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('docker-registry does not answer');
}

async function put(url: string, body: Uint8Array, type: string): Promise<void> {
  const response = await fetch(url, {
    method: 'PUT',
    body: Buffer.from(body),
    headers: { 'content-type': type },
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
}

async function pushBlob(host: string, repository: string, bytes: Uint8Array, mediaType: string) {
  const digest = digestOf(bytes);
  const base = `http://${host}`;
  const begun = await fetch(`${base}/v2/${repository}/blobs/uploads/`, { method: 'POST' });
  const url = new URL(begun.headers.get('location') ?? '', base);
  url.searchParams.set('digest', digest);
  await put(url.href, bytes, 'application/octet-stream');
  return { mediaType, digest, size: bytes.length };
}

async function putManifest(host: string, repository: string, tag: string, mediaType: string, json: object) {
  const bytes = utf8(JSON.stringify({ schemaVersion: 2, mediaType, ...json }));
  await put(`http://${host}/v2/${repository}/manifests/${tag}`, bytes, mediaType);
  return { digest: digestOf(bytes), size: bytes.length };
}

async function pushImage(host: string, repository: string, tag: string, architecture: string) {
  const layerType = 'application/vnd.oci.image.layer.v1.tar';
  const layer = await pushBlob(
    host,
    repository,
    utf8(`the layer of ${repository} ${architecture}\n`),
    layerType,
  );
  const rootfs = { type: 'layers', diff_ids: [layer.digest] };
  const text = utf8(JSON.stringify({ architecture, os: 'linux', rootfs }));
  const config = await pushBlob(host, repository, text, 'application/vnd.oci.image.config.v1+json');
  return putManifest(host, repository, tag, MEDIA_TYPE.ociManifest, { config, layers: [layer] });
}
