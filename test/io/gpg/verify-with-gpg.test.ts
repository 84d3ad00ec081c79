import { deepEqual, equal, ok } from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import {
  type GpgAnswer,
  type OpenPgpResult,
  openPgpResult,
  parseOpenPgpSignature,
} from '../../../core/signature/openpgp/index.js';
import { outcomeOf } from '../../../core/verdict/checks.js';
import { verifyAlone, verifyTogether } from '../../../io/gpg/batch.js';
import { GpgVerifier } from '../../../io/gpg/verifier.js';
import { GpgHome, NO_GPG } from './gpg-home.js';

const PAST = ['--faked-system-time', '20240101T000000!'];

function payloadOf(n: number): string {
  return `tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a@example.com> ${n} +0000\ncommitter A <a@example.com> ${n} +0000\n\nmessage ${n}\n`;
}

/** git's letter for gpg's answer and our result. */
function letter(answer: GpgAnswer, { decision }: OpenPgpResult): string {
  if (answer.answer !== 'status') return 'E';
  const { conclusion } = answer.status;
  if (conclusion === 'GOODSIG')
    return decision.decision === 'allowed' || answer.status.trust === 'marginal' ? 'G' : 'U';
  return { EXPSIG: 'X', EXPKEYSIG: 'Y', REVKEYSIG: 'R', BADSIG: 'B', ERRSIG: 'E' }[conclusion];
}

describe('OpenPGP signatures with the real gpg', { skip: NO_GPG }, () => {
  const home = new GpgHome();
  const stranger = new GpgHome();
  const options = { env: home.env };
  const payload = payloadOf(1);
  const scratch = mkdtempSync(join(tmpdir(), 'waxseal-scratch-'));
  let armors: Record<string, string>;
  let fingerprints: Record<string, string>;

  after(() => {
    home.remove();
    stranger.remove();
    rmSync(scratch, { recursive: true, force: true });
  });
  before(() => {
    process.env['TMPDIR'] = scratch; // of this test file's process only
    fingerprints = {
      mine: home.make('Me <me@example.com>'),
      full: home.make('Full ✓ 100% <full@example.com>', 'rsa2048', ['--utf8-strings']),
      unknown: home.make('Unknown <unknown@example.com>', 'nistp256'),
      never: home.make('Never <never@example.com>'),
      expired: home.make('Expired <expired@example.com>', 'ed25519', PAST, '2024-06-01'),
      revoked: home.make('Revoked <revoked@example.com>'),
      subkey: home.make('Sub <sub@example.com>', 'ed25519'),
      stranger: stranger.make('Stranger <stranger@example.com>'),
    };
    home.run(['--quick-add-key', fingerprints['subkey'] ?? '', 'rsa2048', 'sign']);
    armors = {
      mine: home.sign('me@example.com', payload),
      full: home.sign('full@example.com', payload),
      unknown: home.sign('unknown@example.com', payload),
      never: home.sign('never@example.com', payload),
      expired: home.sign('expired@example.com', payload, PAST),
      revoked: home.sign('revoked@example.com', payload),
      subkey: home.sign('sub@example.com', payload),
      missing: stranger.sign('stranger@example.com', payload),
      bad: home.sign('me@example.com', `${payload}.`),
      expiredSignature: home.sign('me@example.com', payload, ['--default-sig-expire', 'seconds=1']),
      text: home.sign('me@example.com', payload, ['--textmode']),
      sha1: home.sign('full@example.com', payload, ['--digest-algo', 'SHA1']),
      sha512: home.sign('full@example.com', payload, ['--digest-algo', 'SHA512']),
      notation: home.sign('me@example.com', payload, ['--set-notation', 'a@b=100%0A[GNUPG:] BADSIG 1 2']),
    };
    // Keys made here have ultimate trust. Only the first key keeps it.
    const trust = ['full:4', 'unknown:2', 'never:3', 'expired:6', 'revoked:6', 'subkey:2'].map((entry) => {
      const [name = '', level] = entry.split(':');
      return `${fingerprints[name]}:${level}:\n`;
    });
    home.run(['--import-ownertrust'], trust.join(''));
    home.run(['-u', 'me@example.com', '--quick-lsign-key', fingerprints['full'] ?? '']);
    home.revoke(fingerprints['revoked'] ?? '');
  });

  const signature = (name: string) => parseOpenPgpSignature(Buffer.from(armors[name] ?? ''));
  const job = (name: string) => ({ signature: signature(name), payload: Buffer.from(payload) });

  // what git says; our outcome; what ownertrust says; the reason of the deciding check
  const CASES: readonly (readonly [string, string, string, string, string?])[] = [
    ['mine', 'G', 'valid', 'allowed'],
    ['full', 'G', 'valid', 'allowed'],
    ['sha512', 'G', 'valid', 'allowed'],
    ['text', 'G', 'valid', 'allowed'],
    ['notation', 'G', 'valid', 'allowed'],
    ['unknown', 'U', 'valid', 'not-stated'],
    ['subkey', 'U', 'valid', 'not-stated'],
    ['never', 'U', 'valid', 'not-stated'],
    ['expired', 'Y', 'incomplete', 'not-stated', 'OPENPGP_KEY_EXPIRED'],
    ['revoked', 'R', 'invalid', 'not-stated', 'OPENPGP_KEY_REVOKED'],
    ['missing', 'E', 'incomplete', 'not-stated', 'OPENPGP_KEY_MISSING'],
    ['bad', 'B', 'invalid', 'not-stated', 'SIGNATURE_WRONG'],
    ['expiredSignature', 'X', 'invalid', 'not-stated', 'OPENPGP_SIGNATURE_EXPIRED'],
    ['sha1', 'G', 'incomplete', 'not-stated', 'DIGEST_ALGORITHM_OUTDATED'],
  ];

  test('every kind of key and signature has the result that git gives', async () => {
    await new Promise((done) => setTimeout(done, 2100)); // until the signature that lives a second has expired
    const verifier = new GpgVerifier(options);
    for (const [name, git, outcome, decision, reason] of CASES) {
      const answer = await verifier.verify(signature(name), Buffer.from(payload));
      const result = openPgpResult(signature(name), answer);
      const theirs = home.gitVerdict(payload, armors[name] ?? '');
      equal(theirs.letter, git, `git on ${name}`);
      equal(name === 'sha1' ? 'G' : letter(answer, result), git, name);
      equal(outcomeOf(result.checks), outcome, name);
      equal(result.decision.decision, decision, name);
      equal(result.checks.find((check) => check.outcome !== 'passed')?.reason, reason, name);
      if (outcome === 'valid') {
        equal(result.signer?.subject, decodeURIComponent(theirs.signer), name); // git leaves gpg's escapes in
        equal(result.key, theirs.fingerprint, name);
      }
    }
  });

  test('gpg gives the same answers for many signatures in one process as for each detached signature alone', async () => {
    const names = CASES.map(([name]) => name).filter((name) => name !== 'text');
    const together = await verifyTogether(names.map(job), options);
    const alone: GpgAnswer[] = [];
    for (const name of names) alone.push(await verifyAlone(job(name), options));
    deepEqual(together, alone);
    equal(new Set(alone.map((answer) => JSON.stringify(answer))).size > 8, true);
  });

  test('two hundred signatures need few processes, and a single bad one is found', async () => {
    const count = join(home.dir, 'count');
    const program = home.program('counting-gpg', `echo x >> "${count}"\nexec gpg "$@"`);
    const verifier = new GpgVerifier({ ...options, program, parallel: 2 });
    const signed = Array.from({ length: 200 }, (_, n) => payloadOf(n));
    const armor = signed.map((text) => home.sign('me@example.com', text));
    const answers = await Promise.all(
      signed.map((text, n) => {
        const parsed = parseOpenPgpSignature(Buffer.from(armor[n] ?? ''));
        return verifier.verify(parsed, Buffer.from(n === 99 ? `${text}!` : text));
      }),
    );
    const conclusions = answers.map((answer) => (answer.answer === 'status' ? answer.status.conclusion : ''));
    equal(conclusions.filter((conclusion) => conclusion === 'GOODSIG').length, 199);
    equal(conclusions[99], 'BADSIG');
    ok(readFileSync(count, 'utf8').length / 2 <= 2);
  });

  test('the same question is asked once', async () => {
    const count = join(home.dir, 'count-once');
    const program = home.program('counting-once', `echo x >> "${count}"\nexec gpg "$@"`);
    const verifier = new GpgVerifier({ ...options, program });
    await verifier.verify(signature('mine'), Buffer.from(payload));
    await verifier.verify(signature('mine'), Buffer.from(payload));
    equal(readFileSync(count, 'utf8'), 'x\n');
  });

  test('when gpg dies over one signature, the others still get their answers', async () => {
    const program = home.program(
      'dying-gpg',
      'case "$*" in *multifile*) read a; printf "%s\\n" "$a" | gpg "$@"; kill -SEGV $$ ;; *) exec gpg "$@" ;; esac',
    );
    const verifier = new GpgVerifier({ ...options, program });
    const answers = await Promise.all(
      ['mine', 'bad', 'full'].map((name) => verifier.verify(signature(name), Buffer.from(payload))),
    );
    deepEqual(
      answers.map((answer) => answer.answer === 'status' && answer.status.conclusion),
      ['GOODSIG', 'BADSIG', 'GOODSIG'],
    );
  });

  test('without gpg, the answer names the key', async () => {
    const verifier = new GpgVerifier({ ...options, program: join(home.dir, 'no-such-gpg') });
    const parsed = signature('missing');
    const { checks, key, signer } = openPgpResult(
      parsed,
      await verifier.verify(parsed, Buffer.from(payload)),
    );
    equal(key, fingerprints['stranger']);
    equal(signer, undefined);
    deepEqual(checks[1], {
      name: 'signature',
      outcome: 'not-made',
      reason: 'OPENPGP_NO_PROGRAM',
      detail: `gpg is not installed: the signature by key ${fingerprints['stranger']} is not verified`,
    });
  });

  test('a gpg that hangs is stopped and gives no answer', async () => {
    const program = home.program('slow-gpg', 'exec sleep 60');
    const answer = await verifyTogether([job('mine')], { ...options, program, timeoutMs: 200 });
    deepEqual(answer, [{ answer: 'failed', why: 'gpg took too long or printed too much' }]);
  });

  test('a gpg that answers about another signature is not trusted', async () => {
    const answer = await verifyAlone(job('full'), options);
    const { checks } = openPgpResult(signature('mine'), answer);
    equal(checks[1]?.reason, 'OPENPGP_CHECK_FAILED');
  });

  test('no key is fetched, even if the user’s configuration asks for it', async () => {
    const marker = join(home.dir, 'dirmngr-was-run');
    const dirmngr = home.program('fake-dirmngr', `touch "${marker}"\nexit 1`);
    const conf = join(home.dir, 'gpg.conf');
    writeFileSync(conf, `auto-key-retrieve\nkeyserver hkp://127.0.0.1:9\ndirmngr-program ${dirmngr}\n`);
    const { answer } = await verifyAlone(job('missing'), options);
    equal(answer, 'status');
    equal(existsSync(marker), false);
    home.gitVerdict(payload, armors['missing'] ?? '');
    equal(existsSync(marker), true, 'the configuration does make a plain gpg try');
    writeFileSync(conf, '');
  });

  test('nothing is left behind', () => {
    deepEqual(readdirSync(scratch), []);
  });
});
