import { withAnnotations } from '../../../core/render/annotations.js';
import { onlyFailing, type VerdictFormat } from '../../../core/render/format.js';
import { jsonFormat } from '../../../core/render/json-format.js';
import { junitFormat } from '../../../core/render/junit.js';
import { sarifFormat } from '../../../core/render/sarif.js';
import { outputStyle, textFormat } from '../../../core/render/text/text-format.js';
import type { LoadedPolicy } from '../../../io/repository-policy/index.js';
import type { VerifyRequest } from '../../arguments/verify-options.js';
import type { Judge } from '../../run/judge.js';

/** What a form of output may have to tell besides the verdicts. */
export interface FormatContext {
  readonly judge: Judge;
  readonly repository: LoadedPolicy | undefined;
  /** True when the objects were found by walking from commit to commit. */
  readonly walked: boolean;
}

function plain(
  { format, quiet }: Pick<VerifyRequest, 'format' | 'quiet'>,
  context: FormatContext,
): VerdictFormat {
  const { judge, repository, walked } = context;
  switch (format) {
    case 'json':
      return jsonFormat(judge, repository);
    case 'sarif':
      return sarifFormat();
    case 'junit':
      return junitFormat();
    case 'text':
      return textFormat({ ...outputStyle(), walked, onlyRows: quiet, policy: repository });
  }
}

/** The form of output that was asked for; text in GitHub Actions comes with annotations and a page for the step. */
export function formatFor(
  request: Pick<VerifyRequest, 'format' | 'quiet'>,
  context: FormatContext,
  env: NodeJS.ProcessEnv = process.env,
): VerdictFormat {
  const asked = plain(request, context);
  const inActions = env['GITHUB_ACTIONS'] === 'true' && request.format === 'text';
  const format = inActions ? withAnnotations(asked, env) : asked;
  return request.quiet ? onlyFailing(format) : format;
}
