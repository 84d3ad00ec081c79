import { POLICY_FIELDS } from '../../../core/repository-policy/parse.js';
import { EXCEPTION_FIELDS, REVOKED_FIELDS } from '../../../core/repository-policy/read-lists.js';
import { RULE_FIELDS } from '../../../core/repository-policy/read-rule.js';
import { SIGNER_FIELDS } from '../../../core/repository-policy/read-signer.js';
import type { Step } from './schema.js';

/** The fields that are allowed in the mapping at a path of a policy. */
export function fieldsAt(path: readonly Step[]): readonly string[] {
  if (path.length === 0) return POLICY_FIELDS;
  if (path.length < 2) return [];
  switch (path[0]) {
    case 'signers':
      return SIGNER_FIELDS;
    case 'rules':
      return RULE_FIELDS;
    case 'revoked':
      return REVOKED_FIELDS;
    case 'exceptions':
      return EXCEPTION_FIELDS;
    default:
      return [];
  }
}
