export { compareFiles, type FileDifferences } from './compare.js';
export {
  DIGEST_LIST,
  type DigestList,
  LARGEST_DIGEST_LIST,
  listedDigest,
  parseDigestList,
} from './digest-list.js';
export {
  judgeFiles,
  judgeProvenance,
  notARelease,
  onlyIdentity,
  readDigestList,
  withoutProvenance,
} from './judge.js';
export { PROVENANCE_TYPE, provenanceUrl, RELEASE_WORKFLOW, REPOSITORY, releaseIdentity } from './release.js';
export { INSTALLATION_SENTENCES } from './sentences.js';
export type * from './types.js';
