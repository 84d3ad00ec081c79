import type { IdentityFlags } from '../../core/signer-policy/index.js';
import { UsageError } from '../errors.js';
import type { HelpSection, OptionTable } from './spec.js';

/** The options that say who may sign, under gitsign's and cosign's names. */
export const IDENTITY_OPTIONS = {
  'certificate-identity': {
    type: 'string',
    value: 'ID',
    help: 'the subject of the certificate: an address, or the URI of a workflow',
  },
  'certificate-identity-regexp': {
    type: 'string',
    value: 'RE2',
    help: 'the same as an expression',
  },
  'certificate-oidc-issuer': {
    type: 'string',
    value: 'URL',
    help: 'who vouched for the subject',
  },
  'certificate-oidc-issuer-regexp': {
    type: 'string',
    value: 'RE2',
    help: 'the same as an expression',
  },
  'certificate-github-workflow-trigger': {
    type: 'string',
    value: 'VALUE',
    help: 'the event that started the workflow',
  },
  'certificate-github-workflow-sha': {
    type: 'string',
    value: 'VALUE',
    help: 'the commit it ran on',
  },
  'certificate-github-workflow-name': {
    type: 'string',
    value: 'VALUE',
    help: 'its name',
  },
  'certificate-github-workflow-repository': {
    type: 'string',
    value: 'VALUE',
    help: 'its repository, owner/name',
  },
  'certificate-github-workflow-ref': {
    type: 'string',
    value: 'VALUE',
    help: 'the ref it ran on',
  },
} as const satisfies OptionTable;

/** The heading over them in the help of a command that reads no .waxseal.yaml. */
export const WHO_MAY_SIGN =
  'Who may sign (without these your own list counts; .waxseal.yaml speaks of commits and tags, and is not read here):';

/** They, and what else says who may sign, as a part of a help text. */
export function identitySection(title: string, ...others: readonly string[]): HelpSection {
  return { title, options: [...Object.keys(IDENTITY_OPTIONS), ...others] };
}

type IdentityValues = { readonly [name in keyof typeof IDENTITY_OPTIONS]?: string | undefined };

/**
 * What those options ask for; nothing where none is given.
 * @throws UsageError for an empty value: a variable of a CI job that is not set must not take a demand away
 */
export function identityFlags(values: IdentityValues): IdentityFlags {
  const empty = Object.keys(IDENTITY_OPTIONS).find((name) => values[name as keyof IdentityValues] === '');
  if (empty !== undefined)
    throw new UsageError(
      `--${empty} is empty`,
      'give it a value (a variable that is not set?), or leave it out',
    );
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
