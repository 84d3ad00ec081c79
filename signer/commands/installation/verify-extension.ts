import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { LARGEST_BUNDLE } from '../../../core/bundle/index.js';
import { policyOfFlags } from '../../../core/signer-policy/index.js';
import { holds } from '../../../core/verdict/index.js';
import {
  findInstallations,
  InstallationError,
  PLACES,
  verifyInstallation,
} from '../../../inspect/installation/index.js';
import { useColour } from '../../terminal/colour.js';
import { writeAll } from '../../terminal/write.js';
import { readFileBytes } from '../blob/read-artifact.js';
import { parseVerifyExtensionRequest } from './options.js';
import { installationsJson, installationText } from './text.js';

/**
 * `waxseal verify-extension [FOLDER ...]`: says whether installed editor extensions are what the release workflow built.
 * @returns 0 when all are, 1 when one is not or could not be checked
 * @throws what kept it from an answer
 */
export async function run(argv: readonly string[]): Promise<number> {
  const { folders, bundle, identity, flags, format } = parseVerifyExtensionRequest(argv);
  const named = folders.length > 0 ? folders.map((folder) => resolve(folder)) : findInstallations(homedir());
  if (named.length === 0)
    throw new InstallationError(
      'INSTALLATION_NOT_FOUND',
      'the extension is not installed where editors keep extensions',
      `name its folder; these were searched: ${PLACES.join(', ')}`,
    );
  const signers = await policyOfFlags(identity);
  const given = bundle === undefined ? undefined : await readFileBytes(bundle, LARGEST_BUNDLE);
  const all = [];
  for (const folder of named) {
    const asked = {
      folder,
      env: process.env,
      flags,
      ...(given && { bundle: given }),
      ...(signers && { signers }),
    };
    all.push({ folder, verdict: await verifyInstallation(asked) });
  }
  const colour = useColour();
  const text = all.map(({ folder, verdict }) => installationText(verdict, folder, colour)).join('\n');
  writeAll(1, format === 'json' ? installationsJson(all) : text);
  return all.every(({ verdict }) => holds(verdict)) ? 0 : 1;
}
