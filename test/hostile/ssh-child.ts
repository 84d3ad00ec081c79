// Runs in its own process: does the costly work named by its argument, and prints the result.
import {
  parseAllowedSigners,
  parseSshSignature,
  verifySshSignature,
} from '../../core/signature/ssh/index.js';
import { matchesPattern } from '../../core/signature/ssh/pattern.js';
import { Serials } from '../../core/signature/ssh/serials.js';
import { personOf } from '../../signer/sign/committer.js';
import { PlainKey, signed } from '../core/ssh/plain-key.js';

const list = <T>(length: number, make: (i: number) => T) => Array.from({ length }, (_, i) => make(i));
const key = new PlainKey('ed25519');

async function reasonFor(file: string): Promise<string> {
  const { decision } = await verifySshSignature({
    signature: parseSshSignature(Buffer.from(signed(key, 'payload', key.blob))),
    payload: Buffer.from('payload'),
    allowedSigners: parseAllowedSigners(Buffer.from(file), () => 0),
    time: 1,
  });
  return ('reason' in decision && decision.reason) || decision.decision;
}

const CASES: Readonly<Record<string, () => unknown>> = {
  'many names on one line': () => reasonFor(`${list(5_000, () => '!xxxxxxxxx').join(',')} ${key.line}\n`),
  'many lines for one key': () =>
    reasonFor(`${list(40, () => '!xxxxxxxxx').join(',')} ${key.line}\n`.repeat(30_000)),
  'many malformed lines': () => reasonFor('x\n'.repeat(100_000)),
  'a long pattern': () => matchesPattern('a'.repeat(20_000), `${'*a'.repeat(500)}b`),
  'many revoked serial numbers': () => {
    const ranges = list(1 << 18, (i) => [BigInt(i * 2), BigInt(i * 2)] as const).reverse();
    const serials = new Serials(ranges, []);
    return list(100_000, (i) => serials.has(BigInt(i))).filter(Boolean).length;
  },
  'a payload of 64 MiB without a line': () => personOf(new Uint8Array(1 << 26).fill(0x3c)) ?? 'nobody',
};

process.stdout.write(JSON.stringify(await CASES[process.argv[2] ?? '']?.()));
