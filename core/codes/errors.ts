// Generated from the files of `errors/`: UPDATE_GOLDEN=1 node scripts/test.mjs house/error-codes.test.ts

import { HOOK_ERRORS, SETUP_ERRORS } from './errors/changes.js';
import { CONFIG_ERRORS } from './errors/config.js';
import { ENCODING_ERRORS } from './errors/encoding.js';
import { FILE_ERRORS, OUTPUT_ERRORS } from './errors/files.js';
import { GIT_ERRORS } from './errors/git.js';
import { IDENTITY_ERRORS } from './errors/identity.js';
import { IMAGE_ERRORS } from './errors/images.js';
import { NETWORK_ERRORS } from './errors/network.js';
import { POLICY_LIMIT_ERRORS, REPOSITORY_POLICY_ERRORS } from './errors/policy.js';
import { AGENT_ERRORS, SIGNER_ERRORS, USAGE_ERRORS } from './errors/program.js';
import { BLOB_ERRORS, INSTALLATION_ERRORS, JUDGE_ERRORS } from './errors/questions.js';
import {
  CREDENTIAL_ERRORS,
  LAYOUT_ERRORS,
  MANIFEST_ERRORS,
  REFERENCE_ERRORS,
  REGISTRY_ERRORS,
} from './errors/registry.js';
import { OPENPGP_ERRORS, SSH_ERRORS } from './errors/signature.js';
import { SIGSTORE_ERRORS } from './errors/sigstore.js';
import { TRUST_ERRORS, X509_ROOTS_ERRORS } from './errors/trust.js';

/** Every kind of error with its codes. */
export const ERRORS = {
  HOOK_ERRORS,
  SETUP_ERRORS,
  CONFIG_ERRORS,
  ENCODING_ERRORS,
  FILE_ERRORS,
  OUTPUT_ERRORS,
  GIT_ERRORS,
  IDENTITY_ERRORS,
  IMAGE_ERRORS,
  NETWORK_ERRORS,
  POLICY_LIMIT_ERRORS,
  REPOSITORY_POLICY_ERRORS,
  AGENT_ERRORS,
  SIGNER_ERRORS,
  USAGE_ERRORS,
  BLOB_ERRORS,
  INSTALLATION_ERRORS,
  JUDGE_ERRORS,
  CREDENTIAL_ERRORS,
  LAYOUT_ERRORS,
  MANIFEST_ERRORS,
  REFERENCE_ERRORS,
  REGISTRY_ERRORS,
  OPENPGP_ERRORS,
  SSH_ERRORS,
  SIGSTORE_ERRORS,
  TRUST_ERRORS,
  X509_ROOTS_ERRORS,
};
