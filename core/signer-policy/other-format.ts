/** The one key of the user's own list, and what only a repository's policy has. */
const OWN = 'identities';
const REPOSITORYS: ReadonlySet<string> = new Set([
  'signers',
  'rules',
  'requiredSince',
  'revoked',
  'exceptions',
  'version',
]);
/** The end of a message on a key at the top of the user's own list that only the other format has; empty for any other. */
export function hintForOwnList(key: string): string {
  if (REPOSITORYS.has(key))
    return `: that is the format of .waxseal.yaml, the policy of a repository; your own list has the key ${OWN} alone, a list of issuer and subject`;
  return '';
}

/** The same for a key at the top of a repository's policy. */
export function hintForRepository(key: string): string {
  return key === OWN
    ? ': that is the format of your own list of signers (waxseal.policy); .waxseal.yaml has signers, a name for each, and rules'
    : '';
}
