import type { ErrorTable } from '../types.js';

/** The program was called in a way that it does not have. */
export const USAGE_ERRORS = {
  USAGE: ['the command line is wrong', 'waxseal help COMMAND shows what the command takes'],
} as const satisfies ErrorTable;

/** The program could not sign or verify. */
export const SIGNER_ERRORS = {
  CONSENT_NEEDED: [
    'signing would publish an identity, and nobody can be asked to agree',
    'waxseal login --agree, or set waxseal.publicLog=yes where nobody can be asked',
  ],
  CONSENT_REFUSED: [
    'you did not agree that your identity is published',
    'nothing, if you meant it; else sign again and agree',
  ],
  COMMITTER_REFUSED: [
    'you did not want an identity to sign for a committer with another address',
    'sign in as the committer (waxseal login), or sign again and agree',
  ],
  ONLINE_MODE_IMPOSSIBLE: [
    'gitsign’s online mode cannot be used here',
    'leave out the mode, or use a log and objects that it is for',
  ],
  REKOR_V2_NEEDS_TIMESTAMP: [
    'Rekor v2 proves no time, so a timestamp authority is needed',
    'set waxseal.timestampServerURL',
  ],
  OWN_SIGNATURE_UNSOUND: [
    'the signature just made does not verify, and was thrown away',
    'set waxseal.trustedRoot, or run waxseal setup --instance: the trusted root may not fit the servers',
  ],
  NOTHING_JUDGED: [
    'there was nothing to check, but --require-some was given',
    'a range A..B is empty if A already contains B',
  ],
  HOOK_INPUT_MALFORMED: [
    'this is not the input that git gives to a hook',
    'git runs it: waxseal hook install HOOK',
  ],
  LAUNCHER_NOT_EXECUTABLE: [
    'git could not start this program',
    'install waxseal (npm install -g), or make the file executable',
  ],
  OUTPUT_SHARED: [
    'NODE_OPTIONS runs other code in this program, whose output would be part of the signature',
    'unset NODE_OPTIONS, or let git start the program itself (waxseal setup) and not node',
  ],
  POLICY_NEEDS_GIT: [
    'only git can find the policy of the repository, and there is none',
    'install git, or say who may sign: --certificate-identity, --any-signer',
  ],
} as const satisfies ErrorTable;

/** The agent, which keeps you signed in. */
export const AGENT_ERRORS = {
  AGENT_LOST: [
    'the agent ended or went silent before it gave an answer',
    'try again: the program starts another one',
  ],
  AGENT_REFUSED: [
    'the agent refused a certificate',
    'check waxseal.fulcio and the trusted root, or set waxseal.agent to false',
  ],
  AGENT_NOT_STARTED: [
    'nobody can stay signed in here',
    'git can sign all the same: every signature then signs in by itself',
  ],
  AGENT_OUT_OF_REACH: [
    'it cannot be told whether an agent runs: its directory cannot be used',
    'waxseal doctor says what to change, such as XDG_RUNTIME_DIR after su or sudo',
  ],
  AGENT_PROTOCOL: [
    'the other side does not speak the protocol of the agent',
    'waxseal logout ends an agent of another version',
  ],
  CLIENT_GONE: ['the program that asked the agent is gone', 'nothing: it is only in the log of the agent'],
  NOT_CERTIFIED: ['the program that asked the agent got no certificate', 'the program itself says why'],
} as const satisfies ErrorTable;
