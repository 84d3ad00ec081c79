import { der, utf8 } from '../../../core/encoding/index.js';
import { extension, extensions, generalName } from '../pki.js';

/** What a token says about its bearer, as a certificate states it. */
export interface Identity {
  /** The data that a proof of possession signs: the e-mail address, else the token's subject. */
  readonly subject: string;
  /** SubjectAlternativeName and Fulcio extensions, in the order of the real Fulcio. */
  readonly extensions: readonly Uint8Array[];
}

type Claims = Readonly<Record<string, unknown>>;

const FULCIO = '1.3.6.1.4.1.57264.1';
const OTHER_NAME = `${FULCIO}.7`;
/** The domain of user names: that of the issuer, which is on this host. */
const SUBJECT_DOMAIN = 'localhost';
const GITHUB = 'https://github.com';

/** Undefined when a claim that this kind of issuer must make is missing or wrong. */
export function identityOf(kind: 'email' | 'workflow' | 'username', claims: Claims): Identity | undefined {
  const subject = claims['sub'];
  if (typeof subject !== 'string') return undefined;
  if (kind === 'email') return emailIdentity(claims, subject);
  return kind === 'workflow' ? workflowIdentity(claims, subject) : usernameIdentity(claims, subject);
}

function emailIdentity(claims: Claims, subject: string): Identity | undefined {
  const email = claims['email'];
  const verified = claims['email_verified'] === true || claims['email_verified'] === 'true';
  if (typeof email !== 'string' || !verified || !/^[^@\s]+@[^@\s]+$/.test(email)) return undefined;
  return { subject: email, extensions: certified(generalName.email(email), claims, {}, subject) };
}

function usernameIdentity(claims: Claims, subject: string): Identity | undefined {
  if (subject.includes('!')) return undefined;
  const name = generalName.other(OTHER_NAME, `${subject}!${SUBJECT_DOMAIN}`);
  return { subject, extensions: certified(name, claims, {}, subject) };
}

const WORKFLOW_CLAIMS = [
  'job_workflow_ref',
  'sha',
  'event_name',
  'repository',
  'workflow',
  'ref',
  'job_workflow_sha',
  'runner_environment',
  'repository_id',
  'repository_owner',
  'repository_owner_id',
  'repository_visibility',
  'workflow_ref',
  'workflow_sha',
  'run_id',
  'run_attempt',
] as const;

function workflowIdentity(claims: Claims, subject: string): Identity | undefined {
  const text = (claim: (typeof WORKFLOW_CLAIMS)[number]): string => String(claims[claim]);
  if (!WORKFLOW_CLAIMS.every((claim) => typeof claims[claim] === 'string' && claims[claim] !== ''))
    return undefined;
  const signer = `${GITHUB}/${text('job_workflow_ref')}`;
  const repository = `${GITHUB}/${text('repository')}`;
  const values: Record<number, string> = {
    2: text('event_name'),
    3: text('sha'),
    4: text('workflow'),
    5: text('repository'),
    6: text('ref'),
    9: signer,
    10: text('job_workflow_sha'),
    11: text('runner_environment'),
    12: repository,
    13: text('sha'),
    14: text('ref'),
    15: text('repository_id'),
    16: `${GITHUB}/${text('repository_owner')}`,
    17: text('repository_owner_id'),
    18: `${GITHUB}/${text('workflow_ref')}`,
    19: text('workflow_sha'),
    20: text('event_name'),
    21: `${repository}/actions/runs/${text('run_id')}/attempts/${text('run_attempt')}`,
    22: text('repository_visibility'),
  };
  return { subject, extensions: certified(generalName.uri(signer), claims, values, subject) };
}

/** Extensions .1 to .6 hold bare text, .8 and later a UTF8String (Fulcio docs/oid-info.md). */
function certified(
  name: Uint8Array,
  claims: Claims,
  values: Readonly<Record<number, string>>,
  subject: string,
): Uint8Array[] {
  const issuer = String(claims['iss']);
  const all: Record<number, string> = { ...values, 1: issuer, 8: issuer, 24: subject };
  const arcs = Object.keys(all)
    .map(Number)
    .sort((a, b) => a - b);
  const fulcio = arcs
    .filter((arc) => all[arc] !== '')
    .map((arc) => {
      const value = all[arc] ?? '';
      return extension(`${FULCIO}.${arc}`, false, arc < 7 ? utf8(value) : der.utf8String(value));
    });
  return [extensions.subjectAlternativeName(true, name), ...fulcio];
}
