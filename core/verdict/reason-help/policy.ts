import type { PolicyReason } from '../../codes/index.js';
import type { ReasonHelp } from './types.js';

const NAME_THEM = 'if they are meant, name the signer: --certificate-identity and --certificate-oidc-issuer';

/** The signature may be sound, but the maintainers' policy refuses it; or the policy accepts the object without one. */
export const POLICY_HELP: Readonly<Record<PolicyReason, ReasonHelp>> = {
  SIGNER_NOT_ALLOWED: {
    title: 'The signer is not among those who may sign',
    todo: 'if they are meant, name the signer where the detail says (policy or flags); waxseal policy explain REV says which rule decided',
    of: {
      blob: NAME_THEM,
      image: NAME_THEM,
    },
  },
  SIGNER_REVOKED: {
    title: 'The policy no longer trusts this signer',
    todo: 'find out who made the object; if it is wanted, let somebody trusted sign it',
  },
  AUTHOR_MISMATCH: {
    title: 'The signer is not the author',
    todo: 'commit under the address you sign with (git config user.email), or list it under emails in the policy',
  },
  COMMITTER_MISMATCH: {
    title: 'The signer is not the committer',
    todo: 'commit under the address you sign with (git config user.email), or list it under emails in the policy',
  },
  MERGE_NOT_ALLOWED: {
    title: 'The signer may not make merge commits here',
    todo: 'let somebody merge whom the policy names under merges, or rebase',
  },
  ANNOTATION_MISMATCH: {
    title: 'The signer did not state what was asked for',
    todo: 'ask for what the signer states (-a NAME=VALUE), or have the image signed again with it',
  },
  TAG_NAME_MISMATCH: {
    title: 'The tag is stored under another name than it was signed for',
    todo: 'treat it as an attack: compare it with the tag of the remote',
  },
  TAG_LIGHTWEIGHT: {
    title: 'The tag is only a pointer, and the policy says who may make it',
    todo: 'have it made with git tag -s; waxseal verify with ^{} behind its name judges the commit alone',
  },
  EXCEPTION_EXPIRED: {
    title: 'The exception for this object has ended',
    todo: 'sign the object, or let a maintainer renew the exception in .waxseal.yaml',
  },
  SIGNATURE_REQUIRED: {
    title: 'The policy wants a signature that holds',
    todo: 'sign it: git commit --amend -S --no-edit, or git rebase --exec for several commits',
    of: { tag: 'have the tag made again, signed: git tag -s -f' },
  },
  EXEMPT: {
    title: 'The policy lets the object pass without a signature that holds',
    todo: 'nothing, as long as the exception is meant',
  },
};
