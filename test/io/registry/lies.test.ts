import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type Descriptor, digestOf, MEDIA_TYPE } from '../../../core/image/index.js';
import { attach, Content, failsWith, type Lie, registry, sendError, sendIndex } from '../support/registry.js';

const BOMB = gzipSync(Buffer.alloc(20_000_000, 32));
const SHORT = { attemptMs: 400, deadlineMs: 900, stallMs: 200, longestPauseMs: 50, attempts: 2 };

/** An image `latest` with one thing attached. */
function shop() {
  const content = new Content();
  const image = content.image({}, 'latest');
  return { content, image, attached: attach(content, image) };
}

const manifests: (does: (response: ServerResponse) => void) => Lie =
  (does) =>
  ({ path }, response) => {
    if (!path.includes('/manifests/')) return false;
    does(response);
    return true;
  };

/** Sends a manifest of this image with other headers. */
const sent = (content: Content, headers: object, change = (bytes: Uint8Array) => bytes) =>
  manifests((response) => {
    const { bytes, type } = content.manifests.get('latest') ?? { bytes: new Uint8Array(), type: '' };
    response.writeHead(200, { 'content-type': type, ...headers });
    response.end(change(bytes));
  });

describe('a registry that lies about a manifest gets a named error:', () => {
  const OTHER = `sha256:${'0'.repeat(64)}`;
  const LIES: Record<string, [string, (content: Content) => Lie]> = {
    'other bytes than the digest': [
      'REGISTRY_DIGEST_WRONG',
      (content) => sent(content, {}, (bytes) => Buffer.concat([bytes, Buffer.from(' ')])),
    ],
    'another Docker-Content-Digest': [
      'REGISTRY_DIGEST_HEADER_WRONG',
      (content) => sent(content, { 'docker-content-digest': OTHER }),
    ],
    'a Docker-Content-Digest that is none': [
      'REGISTRY_DIGEST_HEADER_WRONG',
      (content) => sent(content, { 'docker-content-digest': 'x' }),
    ],
    'another media type': [
      'MANIFEST_AMBIGUOUS',
      (content) => sent(content, { 'content-type': MEDIA_TYPE.dockerManifest }),
    ],
    'a web page': ['REGISTRY_ANSWER_MALFORMED', (content) => sent(content, { 'content-type': 'text/html' })],
    'ten gigabytes, as it says': [
      'REGISTRY_TOO_MUCH',
      () =>
        manifests((response) => response.writeHead(200, { 'content-length': String(10 ** 10) }).write('{')),
    ],
    'bytes without end': [
      'REGISTRY_TOO_MUCH',
      () =>
        manifests((response) => {
          const more = () => {
            while (!response.destroyed && response.write(Buffer.alloc(65_536, 32)));
          };
          response.on('drain', more);
          more();
        }),
    ],
    'a gzip bomb': [
      'MALFORMED',
      () =>
        manifests((response) => {
          response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': MEDIA_TYPE.ociManifest });
          response.end(BOMB);
        }),
    ],
    'a byte now and then': [
      'TIMEOUT',
      () =>
        manifests((response) => {
          response.writeHead(200, { 'content-type': MEDIA_TYPE.ociManifest });
          const timer = setInterval(() => response.write(' '), 50);
          response.on('close', () => clearInterval(timer));
        }),
    ],
    'a byte and then silence': ['TIMEOUT', () => manifests((response) => response.write(' '))],
    'no answer': ['TIMEOUT', () => manifests(() => undefined)],
    'half of it': [
      'CONNECT_FAILED',
      () =>
        manifests((response) => {
          response.writeHead(200, { 'content-length': '500' });
          response.write('{');
          setTimeout(() => response.destroy(), 20);
        }),
    ],
    'a redirect to link-local': [
      'REGISTRY_REDIRECT_REFUSED',
      () => manifests((response) => response.writeHead(307, { location: 'http://169.254.169.254/' }).end()),
    ],
    'a redirect to a circle': [
      'REGISTRY_ENDLESS',
      () => manifests((response) => response.writeHead(302, { location: '/v2/a/b/manifests/latest' }).end()),
    ],
    'redirects without end': [
      'REGISTRY_ENDLESS',
      () => {
        let number = 0;
        return manifests((response) =>
          response.writeHead(302, { location: `/v2/a/b/manifests/${number++}` }).end(),
        );
      },
    ],
    'a redirect to nowhere': [
      'REGISTRY_REDIRECT_REFUSED',
      () => manifests((response) => response.writeHead(302).end()),
    ],
    'a redirect to another scheme': [
      'REGISTRY_REDIRECT_REFUSED',
      () => manifests((response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end()),
    ],
    'a redirect with a password': [
      'REGISTRY_REDIRECT_REFUSED',
      () => manifests((response) => response.writeHead(302, { location: 'https://a:b@example.com/' }).end()),
    ],
    '401 without end': [
      'REGISTRY_NEEDS_SIGN_IN',
      () =>
        manifests((response) => sendError(response, 401, 'UNAUTHORIZED', { 'www-authenticate': 'Basic' })),
    ],
    '401 without a challenge': [
      'REGISTRY_SIGN_IN_UNUSABLE',
      () => manifests((response) => sendError(response, 401, 'UNAUTHORIZED')),
    ],
    'a sign-in elsewhere in the network': [
      'REGISTRY_REDIRECT_REFUSED',
      () =>
        manifests((response) =>
          sendError(response, 401, 'UNAUTHORIZED', {
            'www-authenticate': 'Bearer realm="http://169.254.169.254/token"',
          }),
        ),
    ],
    '403': ['REGISTRY_FORBIDDEN', () => manifests((response) => sendError(response, 403, 'DENIED'))],
    '429': [
      'REGISTRY_BUSY',
      () => manifests((response) => sendError(response, 429, 'TOOMANYREQUESTS', { 'retry-after': '3600' })),
    ],
    '500': ['REGISTRY_UNAVAILABLE', () => manifests((response) => sendError(response, 500, 'UNKNOWN'))],
    '418': ['REGISTRY_STATUS', () => manifests((response) => sendError(response, 418, 'UNKNOWN'))],
    '204': ['REGISTRY_STATUS', () => manifests((response) => response.writeHead(204).end())],
    '400': ['REGISTRY_STATUS', () => manifests((response) => sendError(response, 400, 'TAG_INVALID'))],
    'no such repository': [
      'REPOSITORY_NOT_FOUND',
      () => manifests((response) => sendError(response, 404, 'NAME_UNKNOWN')),
    ],
    'no such tag': [
      'IMAGE_NOT_FOUND',
      () => manifests((response) => sendError(response, 404, 'MANIFEST_UNKNOWN')),
    ],
    'what is no manifest': ['MANIFEST_MALFORMED', () => manifests((response) => response.end('hello'))],
  };
  for (const [what, [code, lie]] of Object.entries(LIES))
    test(what, async (t) => {
      const { content, image } = shop();
      const { open } = await registry(t, content, lie(content));
      const { repository } = open({ limits: SHORT });
      const name = what.startsWith('other bytes') ? { digest: image.digest } : { tag: 'latest' };
      await assert.rejects(repository.resolve(name), failsWith(code));
    });

  test('bytes for SHA-512', async (t) => {
    const { content } = shop();
    const bytes = content.manifests.get('latest')?.bytes ?? new Uint8Array();
    const { open } = await registry(t, content, sent(content, {}));
    const right = digestOf(bytes, 'sha512');
    assert.equal((await open().repository.resolve({ digest: right })).digest, right);
    const wrong = `sha512:${'0'.repeat(128)}` as const;
    await assert.rejects(open().repository.resolve({ digest: wrong }), failsWith('REGISTRY_DIGEST_WRONG'));
  });
});

describe('a manifest that was listed', () => {
  test('must have the size and the kind of its descriptor', async (t) => {
    const { content, image } = shop();
    const { repository } = (await registry(t, content)).open();
    assert.equal((await repository.manifest(image)).digest, image.digest);
    await assert.rejects(
      repository.manifest({ ...image, size: image.size + 1 }),
      failsWith('REGISTRY_SIZE_WRONG'),
    );
    await assert.rejects(
      repository.manifest({ ...image, mediaType: MEDIA_TYPE.ociIndex }),
      failsWith('MANIFEST_AMBIGUOUS'),
    );
  });
});

describe('a blob', () => {
  const LAYER = Buffer.from('layer');
  const layer: Descriptor = {
    mediaType: 'a/b',
    digest: digestOf(LAYER),
    size: LAYER.length,
    annotations: {},
  };
  const blobs =
    (does: (response: ServerResponse) => void): Lie =>
    ({ path }, response) => {
      if (!path.includes('/blobs/')) return false;
      does(response);
      return true;
    };

  test('is given when every byte of it is right', async (t) => {
    const { repository } = (await registry(t, shop().content)).open();
    assert.deepEqual(Buffer.from(await repository.blob(layer)), LAYER);
  });

  const LIES: Record<string, [string, (response: ServerResponse) => void]> = {
    'other bytes': ['REGISTRY_DIGEST_WRONG', (response) => response.end('Layer')],
    'fewer bytes': ['REGISTRY_SIZE_WRONG', (response) => response.end('laye')],
    'more bytes': ['REGISTRY_TOO_MUCH', (response) => response.end('layer!')],
    'another digest in the header': [
      'REGISTRY_DIGEST_HEADER_WRONG',
      (response) =>
        response.writeHead(200, { 'docker-content-digest': `sha256:${'1'.repeat(64)}` }).end('layer'),
    ],
    nothing: ['BLOB_NOT_FOUND', (response) => sendError(response, 404, 'BLOB_UNKNOWN')],
  };
  for (const [what, [code, does]] of Object.entries(LIES))
    test(`of which the registry gives ${what} is an error`, async (t) => {
      const { repository } = (await registry(t, shop().content, blobs(does))).open({ limits: SHORT });
      await assert.rejects(repository.blob(layer), failsWith(code));
    });

  test('larger than anything that is attached is not asked for', async (t) => {
    const { seen, open } = await registry(t, shop().content);
    await assert.rejects(
      open().repository.blob({ ...layer, size: 128 * 1024 * 1024 + 1 }),
      failsWith('REGISTRY_TOO_MUCH'),
    );
    assert.equal(seen.length, 0);
  });

  test('counts for all that is read in one run', async (t) => {
    const { repository } = (await registry(t, shop().content)).open({ limits: { run: 900 } });
    await repository.resolve({ tag: 'latest' });
    const big = { ...layer };
    await repository.blob(big);
    const { repository: small } = (await registry(t, shop().content)).open({ limits: { run: 100 } });
    await assert.rejects(small.resolve({ tag: 'latest' }), failsWith('REGISTRY_TOO_MUCH'));
  });

  test('is kept on disk, hashed again when it is read, and nothing is written elsewhere', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'registry-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const cache = join(folder, 'cache');
    const { seen, open } = await registry(t, shop().content);
    await open({ cache }).repository.blob(layer);
    await open({ cache }).repository.blob(layer);
    assert.equal(seen.length, 1);
    const hex = createHash('sha256').update(LAYER).digest('hex');
    assert.deepEqual(readdirSync(join(cache, 'blobs', 'sha256')), [hex]);
    assert.deepEqual(readdirSync(folder), ['cache']);
  });
});

describe('a list of referrers that lies', () => {
  const LIES: Record<string, [string, (image: Descriptor) => Lie]> = {
    'has pages without end': [
      'REGISTRY_ENDLESS',
      () =>
        ({ path }, response, number) => {
          if (path.includes('/referrers/'))
            sendIndex(response, [], { link: `<${path}?n=${number}>; rel="next"` });
          return path.includes('/referrers/');
        },
    ],
    'has pages in a circle': [
      'REGISTRY_ENDLESS',
      () =>
        ({ path }, response) => {
          if (path.includes('/referrers/')) sendIndex(response, [], { link: `<${path}>; rel="next"` });
          return path.includes('/referrers/');
        },
    ],
    'has its next page on another host': [
      'REGISTRY_REDIRECT_REFUSED',
      () =>
        ({ path }, response) => {
          if (path.includes('/referrers/'))
            sendIndex(response, [], { link: `<http://127.0.0.1:1${path}>; rel="next"` });
          return path.includes('/referrers/');
        },
    ],
    'has its next page elsewhere': [
      'REGISTRY_REDIRECT_REFUSED',
      () =>
        ({ path }, response) => {
          if (path.includes('/referrers/'))
            sendIndex(response, [], { link: '</v2/a/c/referrers/x>; rel=next' });
          return path.includes('/referrers/');
        },
    ],
    'has more than is read': [
      'REGISTRY_TOO_MUCH',
      (image) =>
        ({ path }, response) => {
          const many = Array.from({ length: 1001 }, () => image);
          if (path.includes('/referrers/')) sendIndex(response, many);
          return path.includes('/referrers/');
        },
    ],
    'is broken on its second page': [
      'REGISTRY_STATUS',
      () =>
        ({ path }, response) => {
          if (path.includes('?')) sendError(response, 404, 'X');
          else if (path.includes('/referrers/'))
            sendIndex(response, [], { link: `<${path}?n=2>; rel="next"` });
          return path.includes('/referrers/');
        },
    ],
    'is refused': [
      'REGISTRY_FORBIDDEN',
      () =>
        ({ path }, response) => {
          if (path.includes('/referrers/')) sendError(response, 403, 'DENIED');
          return path.includes('/referrers/');
        },
    ],
    'is not there now': [
      'REGISTRY_UNAVAILABLE',
      () =>
        ({ path }, response) => {
          if (path.includes('/referrers/')) sendError(response, 503, 'X');
          return path.includes('/referrers/');
        },
    ],
  };
  for (const [what, [code, lie]] of Object.entries(LIES))
    test(`and ${what} is an error, not an image without signatures`, async (t) => {
      const { content, image } = shop();
      const { repository } = (await registry(t, content, lie(image))).open({ limits: SHORT });
      await assert.rejects(repository.referrers(image.digest), failsWith(code));
    });

  test('about what something refers to hides nothing else', async (t) => {
    const { content, image, attached } = shop();
    const other = content.image({ artifactType: 'application/x-other' });
    const { repository } = (
      await registry(t, content, ({ path }, response) => {
        if (path.includes('/referrers/'))
          sendIndex(response, [other, attached, { ...attached, digest: image.digest }]);
        return path.includes('/referrers/');
      })
    ).open();
    const { referrers } = await repository.referrers(image.digest);
    const outcome = referrers.map((one) =>
      'failed' in one ? (one.failed as Error & { code: string }).code : 'read',
    );
    assert.deepEqual(outcome, ['REGISTRY_ANSWER_MALFORMED', 'read', 'REGISTRY_SIZE_WRONG']);
  });
});
