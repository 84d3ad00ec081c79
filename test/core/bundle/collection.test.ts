import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { BundleError, bundlesIn, LARGEST_BUNDLE, parseBundle } from '../../../core/bundle/index.js';
import { utf8 } from '../../../core/encoding/index.js';
import { makeBundle } from '../../support/bundle.js';
import { TestInstance } from '../../support/instance.js';
import { mutate } from '../../support/mutate.js';
import { random } from '../../support/random.js';
import { sharedDir } from '../../support/shared.js';

const { json } = makeBundle(new TestInstance(), utf8('an artifact\n'));
const line = JSON.stringify(json);
const shared = sharedDir('fixtures/attestations');

const refused = (text: string | Uint8Array, words: RegExp) =>
  assert.throws(
    () => bundlesIn(typeof text === 'string' ? utf8(text) : text),
    (error) => error instanceof BundleError && error.code === 'BUNDLE_MALFORMED' && words.test(error.message),
  );
const count = (text: string): number => bundlesIn(utf8(text)).length;

describe('an input contains these bundles:', () => {
  test('one bundle, on one line or indented', () => {
    for (const text of [line, `${line}\n`, JSON.stringify(json, undefined, 2)])
      assert.deepEqual(bundlesIn(utf8(text)), [utf8(text)]);
  });

  test('one bundle for each line of JSON lines, with any line ends, and empty lines skipped', () => {
    assert.equal(count(`${line}\n${line}\n`), 2);
    const parts = bundlesIn(utf8(`\r\n${line}\r\n\r\n${line}`));
    assert.deepEqual(parts.map(parseBundle), [parseBundle(utf8(line)), parseBundle(utf8(line))]);
  });

  test('the bundles in an answer of a registry', () => {
    const answer = JSON.stringify({ attestations: [{ predicateType: 'x', bundle: json }, { bundle: json }] });
    assert.deepEqual(bundlesIn(utf8(answer)).map(parseBundle), [
      parseBundle(utf8(line)),
      parseBundle(utf8(line)),
    ]);
  });

  test('the good ones, when another bundle of the same input is broken', () => {
    const parts = bundlesIn(utf8(`${line}\n{"mediaType":\n${line}`));
    assert.equal(parts.length, 3);
    assert.throws(() => parseBundle(parts[1] ?? utf8('')), BundleError);
    const answer = bundlesIn(utf8(JSON.stringify({ attestations: [{ bundle: json }, {}, null, 'x'] })));
    assert.equal(answer.length, 4);
    for (const part of answer.slice(1)) assert.throws(() => parseBundle(part), BundleError);
  });

  test('the bundles that gh and npm write', { skip: shared.skip }, () => {
    const at = (name: string) => new Uint8Array(readFileSync(join(shared.dir, name)));
    for (const name of ['github-two-bundles.jsonl', 'npm-attestations-answer.json']) {
      const kinds = bundlesIn(at(name)).map((part) => parseBundle(part).content.kind);
      assert.deepEqual(kinds, ['dsse', 'dsse'], name);
    }
    for (const name of ['slsa-generator-generic-v1.10.0.intoto.jsonl', 'vsa-gke.jsonl'])
      refused(at(name), /DSSE envelope alone/);
  });
});

describe('an input is not a bundle when it', () => {
  test('is not text, not JSON, or cut short', () => {
    refused(Uint8Array.of(0xff, 0xfe, 0), /not UTF-8/);
    refused('', /neither a bundle/);
    refused('hello', /neither a bundle/);
    const indented = JSON.stringify(json, undefined, 2);
    for (let length = 1; length < indented.length - 1; length += 41)
      refused(indented.slice(0, length), /neither a bundle|not a JSON object/);
  });

  test('is JSON of another kind', () => {
    refused('[]', /not a JSON object/);
    refused('{"attestations": []}', /holds no bundle/);
    refused(JSON.stringify({ payload: '', payloadType: 'x', signatures: [] }), /DSSE envelope alone/);
  });

  test('is too large, or contains too many bundles', () => {
    refused(new Uint8Array(LARGEST_BUNDLE + 1).fill(0x20), /more than 16777216 bytes/);
    refused(`${'{"mediaType":"x"}\n'.repeat(1001)}`, /more than 1000 bundles/);
    refused(JSON.stringify({ attestations: Array.from({ length: 1001 }, () => ({})) }), /more than 1000/);
    assert.equal(count('{"mediaType":"x"}\n'.repeat(1000)), 1000);
  });

  test('is damaged; the error is always of the same type', () => {
    const chance = random(20261130);
    for (let i = 0; i < 1000; i++) {
      try {
        bundlesIn(mutate(utf8(`${line}\n${line}\n`), chance));
      } catch (error) {
        assert.ok(error instanceof BundleError, String(error));
      }
    }
  });
});
