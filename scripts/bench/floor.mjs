#!/usr/bin/env node
// The crypto floor of a history: only the signature checks and key imports that its commits need, from memory, on
// every core.
// usage: node scripts/bench/floor.mjs REPOSITORY TRUSTED_ROOT     prints seconds as JSON
// The caller must set UV_THREADPOOL_SIZE, because Node's pool starts before the first line of a module.
import { spawnSync } from 'node:child_process';
import { verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [dir, trustedRoot] = process.argv.slice(2);
const load = (subject) => import(`../../build/core/${subject}/index.js`);
const { digest, importPublicKey } = await load('primitives');
const { splitObject } = await load('git');
const { decodeArmor, parseCms } = await load('signature');
const { hashedRekordBody, parseCheckpoint, setPayload } = await load('transparency');
const { embeddedScts } = await load('certificate');
const { parseTrustedRoot } = await load('trust');

const trust = parseTrustedRoot(readFileSync(trustedRoot, 'utf8'));
const [authority] = trust.certificateAuthorities;
const ca = importPublicKey(authority.chain[0].spki).handle;
const rekor = trust.logs.find(({ key }) => key.type === 'ecdsa').key.handle;
const ct = trust.ctLogs[0].key.handle;

const work = rawCommits().map((raw) => {
  const cms = parseCms(decodeArmor(splitObject('commit', raw, 'sha1').signature.armor));
  const { spki, tbs, der, signature } = cms.signerCertificate;
  const entry = cms.logEntry;
  const said = { version: '0.0.1', digest: digest('sha256', cms.signedAttributes) };
  const body = hashedRekordBody({ ...said, signature: cms.signature, certificateDer: der });
  const checkpoint = parseCheckpoint(entry.inclusionProof.checkpoint);
  return {
    spki,
    // The CT log signs a few bytes less than the certificate, so this check fails. A failing check costs the same.
    signatures: [
      ['sha256', cms.signedAttributes, undefined, cms.signature],
      ['sha384', tbs, ca, signature],
      ['sha256', setPayload(entry, body), rekor, entry.set],
      ['sha256', checkpoint.signedBytes, rekor, checkpoint.signatures[0].signature],
      ['sha256', tbs, ct, embeddedScts(cms.signerCertificate)[0].signature],
    ],
  };
});

const start = process.hrtime.bigint();
const before = process.cpuUsage();
let next = 0;
let held = 0;
await Promise.all(Array.from({ length: 64 }, worker));
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
const { user, system } = process.cpuUsage(before);
if (held !== work.length * 4) throw new Error(`${held} of ${work.length * 4} signatures hold`);
console.log(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, commits: work.length }));

async function worker() {
  for (let one = work[next++]; one; one = work[next++]) {
    const own = importPublicKey(one.spki).handle;
    const answers = await Promise.all(
      one.signatures.map(
        ([hash, data, key = own, signature]) =>
          new Promise((resolve) => verify(hash, data, key, signature, (_, good) => resolve(good))),
      ),
    );
    held += answers.filter(Boolean).length;
  }
}

function rawCommits() {
  const ids = spawnSync('git', ['rev-list', '--all'], { cwd: dir, maxBuffer: 1 << 28 }).stdout;
  const { stdout } = spawnSync('git', ['cat-file', '--batch'], { cwd: dir, input: ids, maxBuffer: 1 << 30 });
  const commits = [];
  for (let at = 0; at < stdout.length; ) {
    const end = stdout.indexOf(10, at);
    const size = Number(stdout.toString('latin1', at, end).split(' ')[2]);
    commits.push(new Uint8Array(stdout.subarray(end + 1, end + 1 + size)));
    at = end + size + 2;
  }
  return commits;
}
