import { harmlessJson } from '../../core/text/index.js';
import { withAskedName } from '../../core/verify/index.js';
import { readOne } from '../../io/history/index.js';
import { lookUp } from '../../io/judge/look-up.js';
import { parseShowRequest } from '../arguments/verify-options.js';
import { SignerError } from '../errors.js';
import { bundleOf, type Evidence, evidenceOf } from '../output/bundle.js';
import { certificateJson, certificateText } from '../output/certificate.js';
import { useColour } from '../output/colour.js';
import { jsonDocument, verdictJson } from '../output/json.js';
import { verdictText } from '../output/text.js';
import { writeAll } from '../output/write.js';
import { openSession } from '../session.js';
import { judgeObject, openJudge } from '../verify/judge.js';

/**
 * `waxseal show REV`: everything in and about one signature; `--format bundle` is a Sigstore bundle over the bytes that
 * `--format artifact` gives.
 * @returns 0; what the signature is worth is `verify`'s exit status
 */
export async function run(argv: readonly string[]): Promise<number> {
  const { revision, online, flags, format } = parseShowRequest(argv);
  const { config } = await openSession(flags);
  const { object, ref } = await readOne({ env: process.env }, revision);
  if (format === 'bundle' || format === 'artifact') {
    const evidence = evidenceOf(object);
    const found =
      (online ?? config.verifyOnline.value) && !evidence.cms.logEntry
        ? await lookUp(config, evidence.signed)
        : {};
    if (found.lookUpFailure !== undefined) throw new SignerError('NO_BUNDLE', found.lookUpFailure);
    writeAll(1, bundleText(evidence, found.lookedUp?.[0], format));
    return 0;
  }
  const judge = await openJudge(config, online ?? config.verifyOnline.value);
  const verdict = withAskedName(await judgeObject(judge, object), object, ref);
  const certificate = signerCertificate(object);
  if (format === 'json') {
    const document = {
      ...verdictJson(verdict, revision),
      certificate: certificate && certificateJson(certificate),
    };
    writeAll(1, jsonDocument(document));
    return 0;
  }
  const text = verdictText(verdict, revision, { colour: useColour(), checks: 'all' });
  writeAll(1, certificate ? `${text}${certificateText(certificate, verdict.signer)}` : text);
  return 0;
}

function bundleText(
  evidence: Evidence,
  entry: Parameters<typeof bundleOf>[1],
  format: 'bundle' | 'artifact',
) {
  const { bundle, artifact } = bundleOf(evidence, entry);
  return format === 'bundle' ? `${harmlessJson(bundle, 2)}\n` : artifact;
}

function signerCertificate(object: Parameters<typeof evidenceOf>[0]): Evidence['certificate'] | undefined {
  try {
    return evidenceOf(object).certificate;
  } catch {
    return undefined; // the verdict says what is wrong with it
  }
}
