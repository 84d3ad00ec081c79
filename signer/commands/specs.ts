import type { CommandSpec } from '../options/spec.js';
import { LOGIN, LOGOUT, STATUS } from './agent/specs.js';
import { VERIFY_BLOB } from './blob/specs.js';
import { SHOW, VERIFY } from './commits/specs.js';
import { COMPLETION } from './completion/specs.js';
import { DOCTOR } from './doctor/specs.js';
import { HOOK_INSTALL, HOOK_REMOVE } from './hook/specs.js';
import {
  IMAGE_ATTESTATION,
  IMAGE_ATTESTATIONS,
  IMAGE_EXPORT,
  IMAGE_PROVENANCE,
  IMAGE_RESOLVE,
  IMAGE_SBOM,
  IMAGE_TREE,
  IMAGE_VERIFY,
} from './image/specs.js';
import { VERIFY_EXTENSION } from './installation/specs.js';
import { POLICY_CHECK, POLICY_EXPLAIN, POLICY_INIT } from './policy/specs.js';
import { SETUP } from './setup/specs.js';
import { TRUST_SHOW, TRUST_UPDATE } from './trust/specs.js';

/** Every command for people, in the order of the help overview. */
export const SPECS: readonly CommandSpec[] = [
  SETUP,
  VERIFY,
  HOOK_INSTALL,
  HOOK_REMOVE,
  VERIFY_BLOB,
  IMAGE_VERIFY,
  IMAGE_ATTESTATION,
  IMAGE_TREE,
  IMAGE_ATTESTATIONS,
  IMAGE_SBOM,
  IMAGE_PROVENANCE,
  IMAGE_RESOLVE,
  IMAGE_EXPORT,
  VERIFY_EXTENSION,
  POLICY_INIT,
  POLICY_EXPLAIN,
  POLICY_CHECK,
  SHOW,
  LOGIN,
  LOGOUT,
  STATUS,
  DOCTOR,
  TRUST_SHOW,
  TRUST_UPDATE,
  COMPLETION,
];
