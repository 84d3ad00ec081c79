import { deepEqual, equal, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { ContentInfo, SignedData } from 'pkijs';
import { certificateKey } from '../../../core/certificate/index.js';
import { decodePem, der, toHex, utf8 } from '../../../core/encoding/index.js';
import { digest, verifySignature } from '../../../core/primitives/index.js';
import { buildCms, parseCms, signedAttributes } from '../../../core/signature/index.js';
import { type SignedObject, signedObjects } from '../../support/objects.js';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const dir = mkdtempSync(join(tmpdir(), 'waxseal-cms-'));
after(() => rmSync(dir, { recursive: true }));

const file = (name: string, data?: Uint8Array | string): string => {
  const path = join(dir, name);
  if (data !== undefined) writeFileSync(path, data);
  return path;
};

function openssl(...args: string[]): { ok: boolean; stderr: string } {
  const run = spawnSync('openssl', args, { cwd: dir });
  return { ok: run.status === 0, stderr: run.stderr.toString() };
}

/**
 * Whether openssl accepts it as a signature over the payload by a certificate that it contains. openssl does not check chains
 * here.
 */
function opensslVerifies(cms: Uint8Array, payload: Uint8Array): boolean {
  const args = ['-inform', 'DER', '-in', file('sig', cms), '-content', file('payload', payload)];
  return openssl('cms', '-verify', '-binary', '-noverify', ...args, '-out', file('out')).ok;
}

/** Whether our parser and checks say the same: digest and signature. */
async function weVerify(bytes: Uint8Array, payload: Uint8Array): Promise<boolean> {
  const cms = parseCms(bytes);
  const key = cms.signerCertificate && certificateKey(cms.signerCertificate);
  if (!key || !cms.digestAlgorithm) return false;
  const same = toHex(digest(cms.digestAlgorithm, payload)) === toHex(cms.messageDigest);
  return same && (await verifySignature(key, cms.digestAlgorithm, cms.signedAttributes, cms.signature));
}

const objects: SignedObject[] = [
  ...signedObjects('fixtures/gitsign/objects', /\.(commit|tag)$/),
  ...signedObjects('fixtures/production-commits', /^[0-9a-f]{40}$/),
];
const noObjects = objects.length === 0 ? 'no shared test material' : false;

test('openssl and the parsed parts agree about every signature', {
  skip: noObjects || !hasOpenssl,
}, async () => {
  let bad = 0;
  for (const { name, der: bytes, payload } of objects) {
    const ours = await weVerify(bytes, payload);
    equal(ours, opensslVerifies(bytes, payload), name);
    if (!ours) bad++;
    equal(await weVerify(bytes, utf8('another payload')), false);
  }
  ok(bad > 0 && bad < 5, `${bad} altered objects`);
});

test('pkijs reads the same parts', { skip: noObjects }, () => {
  for (const { name, der: bytes, cms } of objects) {
    const info = ContentInfo.fromBER(Uint8Array.from(bytes));
    const signed = new SignedData({ schema: info.content });
    const [signer] = signed.signerInfos;
    equal(signed.signerInfos.length, 1);
    deepEqual(Buffer.from(signer?.signature.valueBlock.valueHexView ?? []), Buffer.from(cms.signature), name);
    equal(signer?.signatureAlgorithm.algorithmId, cms.signatureAlgorithm);
    deepEqual(
      Buffer.from(new Uint8Array(signer?.signedAttrs?.encodedValue ?? new ArrayBuffer(0))),
      Buffer.from(cms.signedAttributes),
      name,
    );
    const types = signer?.unsignedAttrs?.attributes.map(({ type }) => type) ?? [];
    equal(types.includes('1.3.6.1.4.1.57264.3.1'), cms.logEntry !== undefined, name);
    equal(types.includes('1.2.840.113549.1.9.16.2.14'), cms.timestampTokens.length > 0, name);
  }
});

describe('signatures made here', { skip: hasOpenssl ? false : 'openssl is not installed' }, () => {
  const payload = utf8('tree x\n\nm\n');

  function certificate(name: string, ...keyArgs: string[]): void {
    const subject = [
      '-subj',
      '/CN=signer',
      '-days',
      '1',
      '-keyout',
      file(`${name}.key`),
      '-out',
      file(`${name}.pem`),
    ];
    ok(openssl('req', '-x509', '-nodes', '-newkey', ...keyArgs, ...subject).ok);
  }

  test('a signature built with a one-time key is accepted by openssl and parsed again', async () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    file('own.key', pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    ok(
      openssl(
        'req',
        '-x509',
        '-new',
        '-key',
        file('own.key'),
        '-subj',
        '/',
        '-days',
        '1',
        '-out',
        file('own.pem'),
      ).ok,
    );
    const attributes = signedAttributes({
      payloadDigest: createHash('sha256').update(payload).digest(),
      signingTime: 1_800_000_000,
    });
    const cms = buildCms({
      certificate: decodePem('CERTIFICATE', readFileSync(file('own.pem'))),
      signedAttributes: attributes,
      signature: sign('sha256', attributes, pair.privateKey),
    });
    equal(opensslVerifies(cms, payload), true);
    equal(await weVerify(cms, payload), true);
    equal(opensslVerifies(cms, utf8('other')), false);
    equal(parseCms(cms).signingTime, 1_800_000_000);
  });

  const SIGNERS: Record<string, { key: string[]; sign: string[]; pss?: true }> = {
    'RSA with SHA-256': { key: ['rsa:2048'], sign: [] },
    'RSA with SHA-512, signer named by key id': { key: ['rsa:2048'], sign: ['-md', 'sha512', '-keyid'] },
    'RSASSA-PSS': { key: ['rsa:2048'], sign: ['-keyopt', 'rsa_padding_mode:pss'], pss: true },
    'P-384 with SHA-384': { key: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'], sign: ['-md', 'sha384'] },
    'a bag with a certificate in front of the signer': {
      key: ['rsa:2048'],
      sign: ['-certfile', 'extra.pem'],
    },
  };
  for (const [name, { key, sign: signArgs, pss }] of Object.entries(SIGNERS))
    test(`S/MIME by openssl is taken apart: ${name}`, async () => {
      certificate('extra', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256');
      certificate('mine', ...key);
      const args = ['-signer', file('mine.pem'), '-inkey', file('mine.key'), '-in', file('payload', payload)];
      const out = ['-outform', 'DER', '-out', file('smime')];
      const made = openssl('cms', '-sign', '-binary', '-nosmimecap', ...args, ...out, ...signArgs);
      ok(made.ok, made.stderr);
      const bytes = readFileSync(file('smime'));
      const cms = parseCms(bytes);
      const mine = decodePem('CERTIFICATE', readFileSync(file('mine.pem')));
      deepEqual(Buffer.from(cms.signerCertificate?.der ?? []), Buffer.from(mine));
      equal(cms.signatureParameters !== undefined, pss === true);
      if (!pss) equal(await weVerify(bytes, payload), true);
    });

  test('S/MIME with SMIMECapabilities is read, and with embedded content refused', () => {
    const args = ['-signer', file('mine.pem'), '-inkey', file('mine.key'), '-in', file('payload', payload)];
    ok(openssl('cms', '-sign', '-binary', ...args, '-outform', 'DER', '-out', file('smime')).ok);
    equal(parseCms(readFileSync(file('smime'))).digestAlgorithm, 'sha256');
    ok(openssl('cms', '-sign', '-binary', '-nodetach', ...args, '-outform', 'DER', '-out', file('smime')).ok);
    let code: unknown;
    try {
      parseCms(readFileSync(file('smime')));
    } catch (error) {
      code = (error as { code?: unknown }).code;
    }
    equal(code, 'CMS_NOT_DETACHED');
  });
});

test('the signer is found behind another certificate in the bag, as in 2022', { skip: noObjects }, () => {
  const [one, two] = objects.filter(({ cms }) => !cms.logEntry);
  const mine = one?.cms.signerCertificate;
  const another = two?.cms.signerCertificate;
  ok(one && mine && another);
  const plain = toHex(
    buildCms({
      certificate: mine.der,
      signedAttributes: one.cms.signedAttributes,
      signature: one.cms.signature,
    }),
  );
  equal(plain, toHex(one.der));
  const single = toHex(der.explicit(0, mine.der));
  const double = toHex(der.explicit(0, another.der, mine.der));
  // The lengths around the bag grow with it. So replace first, then write the outer headers again.
  const data = Buffer.from(plain, 'hex').subarray(plain.indexOf('020101') / 2);
  const inside = Buffer.from(data.toString('hex').replace(single, double), 'hex');
  const cms = der.sequence(der.oid('1.2.840.113549.1.7.2'), der.explicit(0, der.sequence(inside)));
  const parsed = parseCms(cms);
  equal(parsed.certificates.length, 2);
  deepEqual(parsed.signerCertificate?.der, mine.der);
});
