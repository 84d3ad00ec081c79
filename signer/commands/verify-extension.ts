import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { policyOfFlags } from '../../core/policy/index.js';
import { LARGEST_BUNDLE } from '../../core/signature/bundle/index.js';
import { holds } from '../../core/verify/index.js';
import {
  findInstallations,
  InstallationError,
  PLACES,
  verifyInstallation,
} from '../../io/installation/index.js';
import { parseVerifyExtensionRequest } from '../arguments/verify-extension-options.js';
import { useColour } from '../output/colour.js';
import { installationsJson, installationText } from '../output/installation.js';
import { writeAll } from '../output/write.js';
import { readFileBytes } from '../verify/read-artifact.js';

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
