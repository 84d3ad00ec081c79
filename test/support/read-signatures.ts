// Runs in its own process: reads what the first argument names from standard input, and prints the result.
import { readFileSync } from 'node:fs';
import { CmsError, parseCms } from '../../core/signature/index.js';
import { OpenPgpError, parseOpenPgpSignature } from '../../core/signature/openpgp/index.js';
import {
  parseAllowedSigners,
  parseSshRevocation,
  parseSshSignature,
  SshSignatureError,
  sshRevoked,
  verifySshSignature,
} from '../../core/signature/ssh/index.js';

/** The printed result, as JSON: one word, and its explanation. */
export interface SignatureRun {
  readonly word: string;
  readonly detail?: string | undefined;
}

type Read = (input: Uint8Array, armor: string) => Promise<SignatureRun> | SignatureRun;

const signature = (armor: string) => parseSshSignature(Buffer.from(armor));

const READ: Readonly<Record<string, Read>> = {
  allowed: async (input, armor) => {
    const { decision } = await verifySshSignature({
      signature: signature(armor),
      payload: Buffer.from('payload'),
      allowedSigners: parseAllowedSigners(input, () => 0),
      time: 1,
    });
    return { word: decision.decision, detail: decision.detail };
  },
  revocation: (input, armor) => {
    const { key } = signature(armor);
    const revocation = parseSshRevocation(input);
    let detail: string | undefined;
    for (let i = 0; i < 100; i++) detail = sshRevoked(revocation, key);
    return { word: 'read', detail };
  },
  cms: (input) => ({ word: 'read', detail: parseCms(input).contentType }),
  openpgp: (input) => ({ word: 'read', detail: String(parseOpenPgpSignature(input).version) }),
};

async function read([what = '', armor = '']: readonly string[]): Promise<SignatureRun> {
  try {
    return (await READ[what]?.(readFileSync(0), armor)) ?? { word: 'unknown' };
  } catch (error) {
    if (error instanceof SshSignatureError || error instanceof CmsError || error instanceof OpenPgpError)
      return { word: error.code, detail: error.message };
    throw error;
  }
}

process.stdout.write(JSON.stringify(await read(process.argv.slice(2))));
