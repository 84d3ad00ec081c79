import { deepEqual, equal, throws } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseSshRevocation } from '../../../core/signature/ssh/index.js';
import { string, uint32 } from './ssh-keys.js';

// Key revocation lists made by hand, in forms that ssh-keygen does not write (OpenSSH PROTOCOL.krl).

const section = (type: number, ...content: Buffer[]): Buffer =>
  Buffer.concat([Buffer.of(type), string(Buffer.concat(content))]);
const extension = (critical: number, name = 'odd@example.test'): Buffer[] => [
  string(name),
  Buffer.of(critical),
  string('what it says'),
];
const list = (...sections: Buffer[]): Buffer =>
  Buffer.concat([
    Buffer.from('SSHKRL\n\0'),
    uint32(1),
    Buffer.alloc(24),
    string(''),
    string(''),
    ...sections,
  ]);
const certificates = (...sections: Buffer[]): Buffer => section(1, string(''), string(''), ...sections);
const ids = section(0x23, string('revoked'));

function keyIds(krl: Buffer): string[] {
  const parsed = parseSshRevocation(krl);
  return parsed.kind === 'krl' ? parsed.krl.certificates.flatMap(({ keyIds }) => [...keyIds]) : [];
}

function refused(krl: Buffer, message: RegExp): void {
  throws(() => parseSshRevocation(krl), { code: 'SSH_REVOCATION_MALFORMED', message });
}

describe('a key revocation list', () => {
  test('with an extension that is not critical counts without it', () => {
    deepEqual(keyIds(list(certificates(ids), section(255, ...extension(0)))), ['revoked']);
    deepEqual(keyIds(list(certificates(section(0x39, ...extension(0)), ids))), ['revoked']);
  });

  test('with a critical extension is refused, wherever the extension is', () => {
    for (const critical of [1, 2, 255]) {
      const odd = extension(critical);
      refused(list(certificates(ids), section(255, ...odd)), /critical extension/);
      refused(list(certificates(section(0x39, ...odd), ids)), /critical extension/);
      refused(list(certificates(ids, section(0x39, ...odd))), /critical extension/);
    }
  });

  test('with bytes after an extension is refused', () => {
    refused(list(section(255, ...extension(0), Buffer.of(0))), /./);
    refused(list(certificates(section(0x39, ...extension(0), Buffer.of(0)))), /./);
  });

  test('that is signed, or has unknown sections, is refused', () => {
    refused(list(certificates(ids), section(4, string('key'), string('signature'))), /a signature/);
    refused(list(section(6)), /a section of type 6/);
    refused(list(certificates(section(0x24))), /a certificate section of type 36/);
    equal(parseSshRevocation(list()).kind, 'krl');
  });
});
