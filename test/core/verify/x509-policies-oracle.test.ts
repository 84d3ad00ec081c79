import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { encodePem } from '../../../core/encoding/index.js';
import { NO_OPENSSL, openssl } from '../../support/openssl.js';
import { type Issued, T0 } from '../../support/pki.js';
import { POLICY_PATHS } from './policy-paths.js';

const pem = (chain: readonly Issued[]): string =>
  chain.map(({ der }) => encodePem('CERTIFICATE', der)).join('');

describe('openssl, checking policies, agrees on the path with', { skip: NO_OPENSSL }, () => {
  for (const [what, valid, path] of POLICY_PATHS)
    test(what, () => {
      const files = { leaf: pem(path.slice(0, 1)), links: pem(path.slice(1, -1)), root: pem(path.slice(-1)) };
      const at = [
        '-attime',
        String(T0 + 100),
        '-policy_check',
        '-policy',
        '2.5.29.32.0',
        '-purpose',
        'smimesign',
      ];
      const asked = ['verify', ...at, '-CAfile', 'root', '-untrusted', 'links', 'leaf'];
      const { status, stderr } = openssl(asked, files);
      assert.equal(status === 0, valid, stderr);
      // A signer with the name of its authority looks self-signed to openssl, which then stops.
      const isSelfIssued = path[0]?.certificate.issuer.join() === path[0]?.certificate.subject.join();
      const why = isSelfIssued ? /self-signed certificate/ : /no explicit policy/;
      if (!valid) assert.match(stderr, why);
    });
});
