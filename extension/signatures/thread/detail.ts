import { fingerprints, nameText } from '../../../core/certificate/index.js';
import { EncodingError, encodePem, formatTime, toHex } from '../../../core/encoding/index.js';
import { GitObjectError, parseCommit, parseTag } from '../../../core/git/index.js';
import { harmless } from '../../../core/harmless/index.js';
import { adviceOn } from '../../../core/verdict/index.js';
import type { GitObject } from '../../../core/verify/index.js';
import { judgeHistory, signaturePartsOf } from '../../../inspect/commits/index.js';
import { openHistory } from '../../../io/history/index.js';
import type { Detail, SignatureCalls } from '../calls.js';
import { rowOf } from './rows.js';
import { sessionOf } from './sessions.js';
import { wording } from './wording.js';
import { wordsOf } from './words.js';

function certificateOf(object: GitObject): Detail['certificate'] {
  try {
    const { certificate } = signaturePartsOf(object);
    return {
      serial: toHex(certificate.serial),
      issuer: harmless(issuerName(certificate)),
      notBefore: formatTime(certificate.notBefore),
      notAfter: formatTime(certificate.notAfter),
      sha256: fingerprints(certificate).sha256,
      pem: encodePem('CERTIFICATE', certificate.der),
    };
  } catch {
    return undefined; // the verdict says what is wrong with it
  }
}

function issuerName({ issuer }: Parameters<typeof fingerprints>[0]): string {
  try {
    return nameText(issuer);
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return 'unreadable name';
  }
}

function partsOf({ type, raw }: Pick<GitObject, 'type' | 'raw'>): Pick<Detail, 'message' | 'parents'> {
  try {
    if (type === 'tag') {
      const { message, object } = parseTag(raw);
      return { message, parents: [object] };
    }
    const { message, parents } = parseCommit(raw);
    return { message, parents };
  } catch (error) {
    if (!(error instanceof GitObjectError)) throw error;
    return { message: '', parents: [] };
  }
}

/** Everything about one commit or tag. @throws GitError REVISION_UNKNOWN, and the errors that prevent verification */
export async function detail({ root, name }: SignatureCalls['detail']['ask']): Promise<Detail> {
  const { judge, place, repository } = sessionOf(root);
  const language = await wording();
  const { words, reasons, found } = language;
  const selection = { revisions: [name] };
  const run = await judgeHistory(judge, selection, place, { repository });
  for await (const { verdict } of run.verdicts) {
    const history = await openHistory({ revisions: [verdict.object.id] }, place);
    try {
      for await (const item of history.items()) {
        const { object } = item;
        const read = 'unread' in object ? undefined : object;
        const certificate = read && certificateOf(read);
        const policy = repository?.loaded?.source ?? judge.policy?.source;
        return {
          row: { ...rowOf(item), name },
          verdict,
          ...(read ? partsOf(read) : { message: '', parents: [] }),
          words: wordsOf(verdict, language),
          checks: verdict.checks.map((check) => ({
            check,
            label: words.checks[check.name],
            text: harmless(found(check)),
            ...(check.reason !== undefined && {
              title: reasons[check.reason].title,
              todo: adviceOn(check.reason, verdict, reasons),
            }),
          })),
          ...(certificate && { certificate }),
          ...(policy !== undefined && { policy: harmless(language.policy(policy)) }),
        };
      }
    } finally {
      await history.close();
    }
  }
  throw new Error('nothing was judged');
}
