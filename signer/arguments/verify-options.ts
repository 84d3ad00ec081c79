import type { IdentityFlags } from '../../core/signer-policy/index.js';
import type { HistorySelection } from '../../io/history/index.js';
import { UsageError } from '../errors.js';
import type { ConfigFlags } from '../session.js';
import { HISTORY_OPTIONS, historySelection } from './history-options.js';
import { oneOf, parseOptions } from './options.js';

const TEXT = { type: 'string' } as const;
const SWITCH = { type: 'boolean' } as const;

/** The options that say who may sign, under gitsign's and cosign's names. */
export const IDENTITY_OPTIONS = {
  'certificate-identity': TEXT,
  'certificate-identity-regexp': TEXT,
  'certificate-oidc-issuer': TEXT,
  'certificate-oidc-issuer-regexp': TEXT,
  'certificate-github-workflow-trigger': TEXT,
  'certificate-github-workflow-sha': TEXT,
  'certificate-github-workflow-name': TEXT,
  'certificate-github-workflow-repository': TEXT,
  'certificate-github-workflow-ref': TEXT,
} as const;

/** Options of every command that judges objects. */
const EVIDENCE_OPTIONS = { online: SWITCH, 'trusted-root': TEXT, format: TEXT } as const;

/** The forms in which `waxseal verify` answers. */
const VERDICT_FORMATS = ['text', 'json', 'sarif', 'junit'] as const;

/** One of them. */
export type VerdictFormatName = (typeof VERDICT_FORMATS)[number];

/** How objects are to be judged and shown. */
export interface VerifyRequest {
  readonly selection: HistorySelection;
  readonly identity: IdentityFlags;
  readonly anySigner: boolean;
  readonly online: boolean | undefined;
  readonly flags: ConfigFlags;
  readonly format: VerdictFormatName;
  readonly quiet: boolean;
  /** A policy file to use instead of the repository's own. */
  readonly policy?: string;
  /** The branch whose rules count. */
  readonly branch?: string;
  /** False leaves the cache of verdicts alone. */
  readonly cache: boolean;
  /** True where nothing to judge is no answer. */
  readonly requireSome: boolean;
}

/**
 * The configuration that the options state.
 * @throws UsageError for an empty branch: a variable of a CI job that is not set must not let another one count
 */
export function configFlags(trustedRoot: string | undefined, policyBranch?: string): ConfigFlags {
  if (policyBranch === '')
    throw new UsageError(
      '--policy-branch is empty',
      'give it a value (a variable that is not set?), or leave it out',
    );
  return {
    ...(trustedRoot !== undefined && { trustedRoot: { name: '--trusted-root', value: trustedRoot } }),
    ...(policyBranch !== undefined && { policyBranch: { name: '--policy-branch', value: policyBranch } }),
  };
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

/**
 * The arguments of `waxseal verify`: the identity flags are gitsign's and cosign's.
 * @throws UsageError
 */
export function parseVerifyRequest(argv: readonly string[]): VerifyRequest {
  const { values, positionals } = parseOptions('verify', argv, {
    ...IDENTITY_OPTIONS,
    ...EVIDENCE_OPTIONS,
    ...HISTORY_OPTIONS,
    'any-signer': SWITCH,
    policy: TEXT,
    'policy-branch': TEXT,
    branch: TEXT,
    quiet: { ...SWITCH, short: 'q' },
  });
  const identity = identityFlags(values);
  const anySigner = values['any-signer'] ?? false;
  if (anySigner && Object.keys(identity).length > 0)
    throw new UsageError('--any-signer contradicts the flags that say who may sign');
  const { policy, branch } = values;
  const policyBranch = values['policy-branch'];
  const given = policy === undefined ? policyBranch && '--policy-branch' : '--policy';
  if (given && (anySigner || Object.keys(identity).length > 0))
    throw new UsageError(`${given} contradicts --any-signer and the flags that say who may sign`);
  if (policy !== undefined && policyBranch !== undefined)
    throw new UsageError('--policy-branch contradicts --policy: one of them says whose policy counts');
  return {
    selection: historySelection(values, positionals),
    identity,
    anySigner,
    online: values.online,
    flags: configFlags(values['trusted-root'], policyBranch),
    format: oneOf('--format', values.format ?? 'text', VERDICT_FORMATS),
    quiet: values.quiet ?? false,
    ...(policy !== undefined && { policy }),
    ...(branch !== undefined && { branch }),
    cache: !values['no-cache'],
    requireSome: values['require-some'] ?? false,
  };
}

/** What `waxseal show` is asked for. */
export interface ShowRequest {
  readonly revision: string;
  readonly online: boolean | undefined;
  readonly flags: ConfigFlags;
  readonly format: 'text' | 'json' | 'bundle' | 'artifact';
}

/** The arguments of `waxseal show`. @throws UsageError */
export function parseShowRequest(argv: readonly string[]): ShowRequest {
  const { values, positionals } = parseOptions('show', argv, EVIDENCE_OPTIONS);
  const [revision = 'HEAD', ...more] = positionals;
  if (more.length > 0 || revision.includes('..') || revision.startsWith('^'))
    throw new UsageError('show takes one revision');
  return {
    revision,
    online: values.online,
    flags: configFlags(values['trusted-root']),
    format: oneOf('--format', values.format ?? 'text', ['text', 'json', 'bundle', 'artifact']),
  };
}
