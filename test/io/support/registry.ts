import type { ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';
import {
  type Descriptor,
  digestOf,
  type ImageDigest,
  MEDIA_TYPE,
  parseReference,
} from '../../../core/image/index.js';
import { NetworkError } from '../../../io/http/index.js';
import { RegistryError, type RegistryOptions, RegistryRun, Repository } from '../../../io/registry/index.js';
import { type Seen, sendJson, serve } from './server.js';

type Stored = { readonly type: string; readonly bytes: Uint8Array };

/** What a test registry has in its one repository, `a/b`. */
export class Content {
  readonly manifests = new Map<string, Stored>();
  readonly blobs = new Map<string, Uint8Array>();
  /** Whether it has the referrers API. */
  api = true;

  blob(bytes: Uint8Array | string, mediaType = 'application/octet-stream'): Descriptor {
    const data = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
    const digest = digestOf(data);
    this.blobs.set(digest, data);
    return { mediaType, digest, size: data.length, annotations: {} };
  }

  /** Stores a manifest under its digest and these tags, and describes it. */
  put(
    manifest: { readonly mediaType: string; readonly [member: string]: unknown },
    ...tags: string[]
  ): Descriptor {
    const bytes = Buffer.from(JSON.stringify(manifest));
    const digest = digestOf(bytes);
    for (const name of [digest, ...tags]) this.manifests.set(name, { type: manifest.mediaType, bytes });
    return { mediaType: manifest.mediaType, digest, size: bytes.length, annotations: {} };
  }

  /** An image with one layer. */
  image(change: object = {}, ...tags: string[]): Descriptor {
    const config = this.blob('{}', 'application/vnd.oci.image.config.v1+json');
    const layers = [this.blob('layer', 'application/vnd.oci.image.layer.v1.tar')];
    return this.put(
      { schemaVersion: 2, mediaType: MEDIA_TYPE.ociManifest, config, layers, ...change },
      ...tags,
    );
  }

  index(manifests: readonly Descriptor[], ...tags: string[]): Descriptor {
    return this.put({ schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, manifests }, ...tags);
  }

  /** Descriptors of all manifests with this subject. */
  referrers(digest: string): object[] {
    return [...this.manifests].flatMap(([name, { type, bytes }]) => {
      const { subject, artifactType } = JSON.parse(Buffer.from(bytes).toString());
      return name.includes(':') && subject?.digest === digest
        ? [{ mediaType: type, digest: name, size: bytes.length, artifactType }]
        : [];
    });
  }

  /** Answers as an honest registry does. */
  answer({ path }: Pick<Seen, 'path'>, response: ServerResponse): void {
    const [, kind, name = ''] = /^\/v2\/a\/b\/(manifests|blobs|referrers)\/([^?]+)/.exec(path) ?? [];
    const manifest = kind === 'manifests' ? this.manifests.get(name) : undefined;
    const blob = kind === 'blobs' ? this.blobs.get(name) : undefined;
    if (manifest) send(response, manifest.bytes, manifest.type);
    else if (blob) send(response, blob, 'application/octet-stream');
    else if (kind === 'referrers' && this.api) sendIndex(response, this.referrers(name));
    else sendError(response, 404, kind === 'manifests' ? 'MANIFEST_UNKNOWN' : 'NOT_FOUND');
  }
}

function send(response: ServerResponse, bytes: Uint8Array, type: string): void {
  response.writeHead(200, { 'content-type': type, 'docker-content-digest': digestOf(bytes) });
  response.end(bytes);
}

/** Answers with an index of these manifests. */
export function sendIndex(response: ServerResponse, manifests: readonly object[], headers = {}): void {
  const index = { schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, manifests };
  sendJson(response, 200, index, { ...headers, 'content-type': MEDIA_TYPE.ociIndex });
}

/** Answers with an error of the distribution specification. */
export function sendError(response: ServerResponse, status: number, code: string, headers = {}): void {
  sendJson(response, status, { errors: [{ code, message: code.toLowerCase() }] }, headers);
}

/** Does something else than the honest registry. True: it has answered. */
export type Lie = (seen: Seen, response: ServerResponse, number: number) => boolean | undefined;

/** Starts a registry with this content, which tells this lie, and opens its repository. */
export async function registry(t: TestContext, content: Content, lie: Lie = () => false) {
  const { port, seen } = await serve(t, (one, response, number) => {
    if (!lie(one, response, number)) content.answer(one, response);
  });
  const host = `localhost:${port}`;
  const open = (options: Partial<RegistryOptions> = {}) => {
    const run = new RegistryRun({
      env: { HOME: '/nonexistent' },
      network: {},
      certificateFolders: [],
      ...options,
    });
    return { run, repository: new Repository(run, parseReference(`${host}/a/b`)) };
  };
  return { host, port, seen, open };
}

/** A check for `assert.rejects`: an error with this code. Its message is given to `look`. */
export function failsWith(code: string, look: (message: string) => void = () => undefined) {
  return (error: unknown) => {
    const typed = error instanceof Error && 'code' in error ? error.code : String(error);
    if (typed !== code) throw error;
    if (error instanceof RegistryError || error instanceof NetworkError)
      look(`${error.message} ${error.hint}`);
    return true;
  };
}

/** An artifact that refers to an image. */
export function attach(
  content: Content,
  subject: Descriptor,
  artifactType = 'application/x-test',
): Descriptor {
  return content.image({ subject, artifactType });
}

/** The digests in a list. */
export function digestsOf(list: readonly { readonly digest: ImageDigest }[]): string[] {
  return list.map(({ digest }) => digest).sort();
}
