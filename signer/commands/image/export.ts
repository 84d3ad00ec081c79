import { exportImage as exportTo } from '../../../act/image/export.js';
import { harmless } from '../../../core/harmless/index.js';
import { UsageError } from '../../errors.js';
import { openSession } from '../../session.js';
import { writeAll } from '../../terminal/write.js';
import { attachmentPlace, openReading } from './open.js';
import { parseImageRequest } from './options.js';
import { IMAGE_EXPORT } from './specs.js';

/**
 * `waxseal image export REF DIR`: puts what a verification needs into one folder.
 * @returns 0
 * @throws UsageError, and what made it impossible
 */
export async function exportImage(argv: readonly string[]): Promise<number> {
  const request = parseImageRequest(IMAGE_EXPORT, argv);
  const [name, folder, ...more] = request.names;
  if (name === undefined || folder === undefined || more.length > 0)
    throw new UsageError('image export takes an image and a folder', 'see "waxseal help image"');
  const { config } = await openSession(request.flags);
  const session = openReading({ ...request, names: [name] }, process.env);
  const place = attachmentPlace(request, process.env);
  const { digest, manifests, attached } = await exportTo(session, name, folder, {
    config,
    env: process.env,
    platform: request.platform,
    ...place,
  });
  const shown = harmless(folder);
  writeAll(
    1,
    `${digest}  ${shown} has the image (manifests: ${manifests}) and what is attached to it (${attached})\n` +
      `verify it without a network: waxseal image verify oci:${shown} --trusted-root ${shown}/trusted_root.json …\n`,
  );
  return 0;
}
