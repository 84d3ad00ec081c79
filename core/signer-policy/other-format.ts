/** The only key of the user's own list, and the keys that only a repository's policy has. */
const OWN = 'identities';
const REPOSITORYS: ReadonlySet<string> = new Set([
  'signers',
  'rules',
  'requiredSince',
  'revoked',
  'exceptions',
  'version',
]);

/** Whether only the policy of a repository has this key, at its top. */
export function isOfRepository(key: string): boolean {
  return REPOSITORYS.has(key);
}

/** Whether only the user's own list has this key. */
export function isOfOwnList(key: string): boolean {
  return key === OWN;
}
