import { harmlessJson } from '../../../core/harmless/index.js';
import { jsonDocument, verdictJson } from '../../../core/render/json.js';
import { verdictText } from '../../../core/render/text/block.js';
import { certificateJson, certificateText } from '../../../core/render/text/certificate.js';
import { withAskedName } from '../../../core/verify/index.js';
import { JudgeError } from '../../../inspect/basis/index.js';
import { bundleOf, type Evidence, evidenceOf } from '../../../inspect/commits/bundle.js';
import { lookUp } from '../../../inspect/commits/look-up.js';
import { readOne } from '../../../io/history/index.js';
import { judgeObject, openJudge } from '../../run/judge.js';
import { openSession } from '../../session.js';
import { useColour } from '../../terminal/colour.js';
import { writeAll } from '../../terminal/write.js';
import { parseShowRequest } from './options.js';

/**
 * `waxseal show REV`: everything about one signature. `--format bundle` prints a Sigstore bundle, and `--format artifact` the bytes
 * that this bundle signs.
 * @returns 0, whatever the verdict; use `verify` for an exit status
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
    if (found.lookUpFailure !== undefined) throw new JudgeError('NO_BUNDLE', found.lookUpFailure);
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
