import { string, uint32 } from './ssh-keys.js';

/** A section of a key revocation list, or a subsection about certificates (OpenSSH PROTOCOL.krl). */
export function section(type: number, ...content: readonly Uint8Array[]): Buffer {
  return Buffer.concat([Buffer.of(type), string(Buffer.concat(content))]);
}

/** A section about certificates; of every authority if none is given. */
export function ofCertificates(sections: readonly Uint8Array[], authority: Uint8Array | string = ''): Buffer {
  return section(1, string(authority), string(''), ...sections);
}

/** A list with these sections. */
export function krl(sections: readonly Uint8Array[], version = 1): Buffer {
  const header = [
    Buffer.from('SSHKRL\n\0'),
    uint32(version),
    Buffer.alloc(24),
    string(''),
    string('comment'),
  ];
  return Buffer.concat([...header, ...sections]);
}
