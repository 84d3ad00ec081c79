import { type SignerIdentity, withIdentity } from '../../core/signer-policy/identity-policy.js';
import { readPolicyText } from '../../inspect/basis/user-policy.js';
import { replaceFile } from '../../io/files/replace-file.js';

const HEADING = '# Whose signatures I trust. Written by waxseal; edit as you like.\n';

/**
 * Adds an identity to the user's list of trusted signers.
 * @returns false if it was already listed
 * @throws FileError FILE_NOT_WRITTEN; JudgeError, PolicyError for a list that cannot be read
 */
export async function trustIdentity(path: string, identity: SignerIdentity): Promise<boolean> {
  const before = (await readPolicyText(path)) ?? HEADING;
  const after = await withIdentity(before, path, identity);
  if (after === before) return false;
  await replaceFile(path, after);
  return true;
}
