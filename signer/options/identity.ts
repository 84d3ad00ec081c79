import type { IdentityFlags } from '../../core/signer-policy/index.js';
import { UsageError } from '../errors.js';
import type { HelpSection, OptionTable } from './spec.js';

/** The options that say who may sign, under gitsign's and cosign's names. */
export const IDENTITY_OPTIONS = {
  'certificate-identity': {
    type: 'string',
    value: 'ID',
    help: 'the subject of the certificate: an e-mail address, or the URI of a workflow',
  },
  'certificate-identity-regexp': {
    type: 'string',
    value: 'RE2',
    help: 'the same, as a regular expression (RE2)',
  },
  'certificate-oidc-issuer': {
    type: 'string',
    value: 'URL',
    help: 'the issuer that vouched for the subject',
  },
  'certificate-oidc-issuer-regexp': {
    type: 'string',
    value: 'RE2',
    help: 'the same, as a regular expression (RE2)',
  },
  'certificate-github-workflow-trigger': {
    type: 'string',
    value: 'VALUE',
    help: 'the event that started the workflow',
  },
  'certificate-github-workflow-sha': {
    type: 'string',
    value: 'VALUE',
    help: 'the commit that the workflow ran on',
  },
  'certificate-github-workflow-name': {
    type: 'string',
    value: 'VALUE',
    help: 'the name of the workflow',
  },
  'certificate-github-workflow-repository': {
    type: 'string',
    value: 'VALUE',
    help: 'the repository of the workflow, as owner/name',
  },
  'certificate-github-workflow-ref': {
    type: 'string',
    value: 'VALUE',
    help: 'the ref that the workflow ran on',
  },
} as const satisfies OptionTable;

/** The heading of these options for a file, which has no policy of a repository. */
export const WHO_MAY_SIGN =
  'Who may sign (without these, your own list decides; .waxseal.yaml is for commits and tags, and is not read here):';

/** A part of a help text: these options, and others that say who may sign. */
export function identitySection(title: string, ...others: readonly string[]): HelpSection {
  return { title, options: [...Object.keys(IDENTITY_OPTIONS), ...others] };
}

type IdentityValues = { readonly [name in keyof typeof IDENTITY_OPTIONS]?: string | undefined };

/**
 * What these options require; nothing if none is given.
 * @throws UsageError for an empty value: an unset variable in a CI job must not remove a requirement
 */
export function identityFlags(values: IdentityValues): IdentityFlags {
  const empty = Object.keys(IDENTITY_OPTIONS).find((name) => values[name as keyof IdentityValues] === '');
  if (empty !== undefined)
    throw new UsageError(`--${empty} is empty`, 'give it a value (is a variable unset?), or leave it out');
  const given = {
    identity: values['certificate-identity'],
    identityRegexp: values['certificate-identity-regexp'],
    issuer: values['certificate-oidc-issuer'],
    issuerRegexp: values['certificate-oidc-issuer-regexp'],
    workflowTrigger: values['certificate-github-workflow-trigger'],
    workflowSha: values['certificate-github-workflow-sha'],
    workflowName: values['certificate-github-workflow-name'],
    workflowRepository: values['certificate-github-workflow-repository'],
    workflowRef: values['certificate-github-workflow-ref'],
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
