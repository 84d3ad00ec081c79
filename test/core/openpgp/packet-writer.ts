/** Armors packets as gpg does: 64 columns and a checksum. */
export function armored(packets: Uint8Array, label = 'PGP SIGNATURE', headers = ''): string {
  const lines =
    Buffer.from(packets)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  let crc = 0xb704ce;
  for (const octet of packets) {
    crc ^= octet << 16;
    for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc & 0x800000 ? 0x1864cfb : 0);
  }
  const sum = Buffer.of((crc >> 16) & 255, (crc >> 8) & 255, crc & 255).toString('base64');
  return `-----BEGIN ${label}-----\n${headers}\n${lines.join('\n')}\n=${sum}\n-----END ${label}-----\n`;
}

/** A subpacket with a one-octet length. */
export function subpacket(type: number, hex: string): Buffer {
  const value = Buffer.from(hex, 'hex');
  return Buffer.concat([Buffer.of(value.length + 1, type), value]);
}

/** Body of a signature packet of version 4 (or 5, or 6) whose numbers are two of eight bits. */
export function signatureBody(
  hashed: readonly Buffer[],
  unhashed: readonly Buffer[],
  options: { version?: number; type?: number; hash?: number; algorithm?: number; numbers?: Buffer } = {},
): Buffer {
  const { version = 4, type = 0, hash = 8, algorithm = 22 } = options;
  const { numbers = Buffer.from('000880000880', 'hex') } = options;
  const area = (parts: readonly Buffer[]) => {
    const bytes = Buffer.concat(parts);
    const length = Buffer.alloc(version === 6 ? 4 : 2);
    length.writeUIntBE(bytes.length, 0, length.length);
    return Buffer.concat([length, bytes]);
  };
  return Buffer.concat([
    Buffer.of(version, type, algorithm, hash),
    area(hashed),
    area(unhashed),
    Buffer.of(0xab, 0xcd),
    version === 6 ? Buffer.of(2, 1, 1) : Buffer.alloc(0),
    numbers,
  ]);
}

/** A packet with an old header and a one-octet length, as gpg writes short ones. */
export function oldPacket(type: number, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(0x80 | (type << 2), body.length), body]);
}
