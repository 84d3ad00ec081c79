import type { InstallationReason } from '../codes/index.js';
import type { RuleSentences, Sentences } from '../finding/index.js';
import { REASON_HELP } from '../verdict/index.js';

function sentence(title: string): RuleSentences {
  return { title, says: '{detail}', remedy: '{hint}' };
}

const OWN: Readonly<Record<InstallationReason, RuleSentences>> = {
  NOT_A_RELEASE: sentence('the extension is no release'),
  DIGEST_LIST_MALFORMED: sentence("the list of the release's digests cannot be read"),
  FILES_DIFFER: sentence('a file is not the one that the release lists'),
  PROVENANCE_MISSING: sentence('nobody attested the list of digests'),
  PROVENANCE_NOT_REACHED: sentence('the attestation of the release could not be fetched'),
  PROVENANCE_OF_ANOTHER_KIND: sentence('the attestation is not a build provenance'),
};

/** The sentences about an installed extension that is not what its release built: its own reasons, and those of the attestation. */
export const INSTALLATION_SENTENCES: Sentences = {
  en: {
    ...Object.fromEntries(
      Object.entries(REASON_HELP).map(([code, { title }]) => [code, sentence(title)] as const),
    ),
    REFUSED: sentence('somebody else attested the release'),
    INVALID: sentence('a check of the installation failed'),
    INCOMPLETE: sentence('a check of the installation could not be made'),
    ...OWN,
  },
};
