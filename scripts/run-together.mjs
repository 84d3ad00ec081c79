// Runs test files of core in this process, one after the other. Each is a suite with the file's name.
// usage: node [NODE-TEST-OPTIONS] scripts/run-together.mjs MARKER FILE...    MARKER is written when every file has reached its end
import crypto from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Server } from 'node:net';
import { resolve } from 'node:path';
import { after, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';

const [marker, ...files] = process.argv.slice(2);
keepNoKeyOfAJob();
Server.prototype.listen = () => {
  throw new Error('this test file shares a process, so it may not listen (scripts/share-process.mjs)');
};
const surroundings = () => JSON.stringify([process.cwd(), process.env]);
const before = surroundings();

let ended = 0;
process.once('beforeExit', () => {
  if (ended === files.length) writeFileSync(marker, '');
});
for (const file of files) {
  await describe(file, async () => {
    after(() => {
      ended += 1;
      if (surroundings() !== before) throw new Error(`${file} changed the process that it shares`);
    });
    try {
      await import(pathToFileURL(resolve(file)).href);
    } catch (error) {
      // Node 20 counts no failed suite, only a failed test.
      test(file, () => {
        throw error;
      });
    }
  });
}

// Node 20 deadlocks if the job that made a key is collected while that key is exported. Here each key is read from
// its encoding, so no key belongs to a job.
function keepNoKeyOfAJob() {
  const { createPrivateKey, createPublicKey, generateKeyPairSync } = crypto;
  const encoded = {
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  };
  crypto.generateKeyPairSync = (type, options = {}) => {
    if (options.publicKeyEncoding || options.privateKeyEncoding) return generateKeyPairSync(type, options);
    const made = generateKeyPairSync(type, { ...options, ...encoded });
    return {
      publicKey: createPublicKey({ key: made.publicKey, format: 'der', type: 'spki' }),
      privateKey: createPrivateKey({ key: made.privateKey, format: 'der', type: 'pkcs8' }),
    };
  };
  syncBuiltinESMExports();
}
