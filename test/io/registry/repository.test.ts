import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, test } from 'node:test';
import { referrersTag } from '../../../core/image/index.js';
import { parseMirrors, RegistryRun, Repository } from '../../../io/registry/index.js';
import { attach, Content, digestsOf, registry, sendError, sendIndex } from '../support/registry.js';

describe('a repository', () => {
  test('is asked once for each manifest in a run, whatever the number of references', async (t) => {
    const content = new Content();
    const image = content.image({}, 'latest', 'v1');
    const { seen, host, open } = await registry(t, content);
    const { run, repository } = open();
    const again = new Repository(run, { registry: host, repository: 'a/b' });
    await Promise.all([
      repository.resolve({}),
      again.resolve({ tag: 'latest' }),
      repository.tagged('latest'),
    ]);
    await again.resolve({ tag: 'v1', digest: image.digest });
    await again.tagged('no');
    await repository.tagged('no');
    assert.deepEqual(
      seen.map(({ path }) => path),
      ['/v2/a/b/manifests/latest', '/v2/a/b/manifests/no'],
    );
  });

  test('has nothing under a tag that it does not have', async (t) => {
    const { open } = await registry(t, new Content());
    assert.equal(await open().repository.tagged('x'), undefined);
  });

  test('of another registry is read from its mirror, and named as it is', async (t) => {
    const content = new Content();
    content.image({}, 'latest');
    const { host } = await registry(t, content);
    const run = new RegistryRun({
      env: { HOME: '/nonexistent' },
      network: {},
      mirrors: parseMirrors([`registry.example=${host}`]),
    });
    const repository = new Repository(run, { registry: 'registry.example', repository: 'a/b' });
    await repository.resolve({});
    await assert.rejects(repository.resolve({ tag: 'x' }), /^RegistryError: registry\.example\/a\/b: /);
  });

  test('gets no more requests at once than are allowed', async (t) => {
    const content = new Content();
    const held: ServerResponse[] = [];
    let most = 0;
    const { open } = await registry(t, content, (_, response) => {
      held.push(response);
      most = Math.max(most, held.length);
      const answer = () => {
        for (const one of held.splice(0)) sendError(one, 404, 'MANIFEST_UNKNOWN');
      };
      // A fourth would come within this time.
      if (held.length === 3) setTimeout(answer, 50);
      return true;
    });
    const { repository } = open({ limits: { requestsAtOnce: 3 } });
    await Promise.all(Array.from({ length: 12 }, (_, index) => repository.tagged(`t${index}`)));
    assert.equal(most, 3);
  });

  test('is waited for when it is busy, as long as it asks', async (t) => {
    const content = new Content();
    content.image({}, 'latest');
    const { seen, open } = await registry(t, content, (_, response, number) => {
      if (number === 1) sendError(response, 429, 'TOOMANYREQUESTS', { 'retry-after': '0' });
      if (number === 2) sendError(response, 503, 'UNAVAILABLE', { 'retry-after': '0' });
      return number < 3;
    });
    await open().repository.resolve({});
    assert.equal(seen.length, 3);
  });
});

describe('what refers to an image', () => {
  /** An image with three things attached. */
  function shop() {
    const content = new Content();
    const image = content.image({}, 'latest');
    const attached = ['a/x', 'a/y', 'a/z'].map((type) => attach(content, image, type));
    return { content, image, attached };
  }

  test('is read from the API, with the artifact type of each manifest itself', async (t) => {
    const { content, image, attached } = shop();
    const wrong = attached.map((one) => ({ ...one, artifactType: 'application/vnd.oci.empty.v1+json' }));
    const { open } = await registry(t, content, ({ path }, response) => {
      if (path.includes('/referrers/')) sendIndex(response, wrong);
      return path.includes('/referrers/');
    });
    const { from, referrers } = await open().repository.referrers(image.digest);
    assert.equal(from, 'api');
    const types = referrers.map((one) => 'fetched' in one && one.fetched.manifest.artifactType);
    assert.deepEqual(types, ['a/x', 'a/y', 'a/z']);
  });

  test('is read from all pages of the API', async (t) => {
    const { content, image, attached } = shop();
    const { open } = await registry(t, content, ({ path }, response) => {
      if (!path.includes('/referrers/')) return false;
      const page = Number(new URL(path, 'http://x').searchParams.get('page') ?? 0);
      const next = page < 2 ? { link: `<${path.split('?')[0]}?page=${page + 1}>; rel="next"` } : {};
      sendIndex(response, attached.slice(page, page + 1), next);
      return true;
    });
    const { referrers } = await open().repository.referrers(image.digest);
    assert.deepEqual(digestsOf(referrers.map(({ descriptor }) => descriptor)), digestsOf(attached));
  });

  test('is read from the fallback tag where there is no API, or something else in its place', async (t) => {
    const { content, image, attached } = shop();
    content.index(attached, referrersTag(image.digest));
    content.api = false;
    const { open } = await registry(t, content);
    const { from, referrers } = await open().repository.referrers(image.digest);
    assert.equal(from, 'tag');
    assert.deepEqual(digestsOf(referrers.map(({ descriptor }) => descriptor)), digestsOf(attached));
    for (const answer of ['page', 400, 405, 406] as const) {
      const other = await registry(t, content, ({ path }, response) => {
        if (path.includes('/referrers/') && answer === 'page')
          response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
        else if (path.includes('/referrers/')) sendError(response, Number(answer), 'X');
        return path.includes('/referrers/');
      });
      assert.equal(
        (await other.open().repository.referrers(image.digest)).referrers.length,
        3,
        String(answer),
      );
    }
  });

  test('is read from the fallback tag, too, where the API lists nothing', async (t) => {
    const { content, image, attached } = shop();
    content.index(attached, referrersTag(image.digest));
    const { open } = await registry(t, content, ({ path }, response) => {
      if (path.includes('/referrers/')) sendIndex(response, []);
      return path.includes('/referrers/');
    });
    const { from, referrers } = await open().repository.referrers(image.digest);
    assert.deepEqual([from, referrers.length], ['api and tag', 3]);
  });

  test('is nothing where neither has anything', async (t) => {
    const content = new Content();
    const image = content.image({}, 'latest');
    const { open } = await registry(t, content);
    assert.deepEqual((await open().repository.referrers(image.digest)).referrers, []);
  });
});
