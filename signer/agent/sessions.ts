import {
  type Certificate,
  readSigner,
  type SignatureCache,
  type Signer,
} from '../../core/certificate/index.js';
import type { Signatory } from '../../io/consent/index.js';
import type { IdentityToken } from '../../io/identity/index.js';
import type { EphemeralKey } from '../sign/key.js';
import { type Lifetime, lifetime } from './lifetime.js';
import type { SessionFacts } from './protocol.js';

/** What a session is valid for: a Sigstore instance with its trusted root, and the source of the identity. */
export interface Binding {
  /** Equal for equal configurations of the instance. */
  readonly instance: string;
  /** Equal for the same source of identity: a sign-in, or the claims of one token from the environment. */
  readonly source: string;
  readonly fulcio: string;
  readonly rekor: string;
}

/** A key with its certificate: who the agent can sign as, where, and for how long. */
export interface AgentSession {
  readonly binding: Binding;
  readonly key: EphemeralKey;
  readonly certificate: Certificate;
  readonly signer: Signer;
  /** Whose identity each signature publishes. */
  readonly signatory: Signatory;
  readonly validity: Lifetime;
  /** The token of a sign-in by the agent itself: it can be used for another certificate. */
  readonly token?: { readonly token: IdentityToken; readonly validity: Lifetime };
  /** The results of checking the signatures in the certificate and its chain, for the next check. */
  readonly checked: SignatureCache;
  signatures: number;
}

// Less time than this is not enough for a signature and its log entry, or for a request to Fulcio.
const TOO_LITTLE_S = 20;

/** Whether the certificate is valid long enough for another signature. */
export function isUsable({ validity }: AgentSession): boolean {
  return validity.left() > TOO_LITTLE_S;
}

/** Whether the agent can get another certificate without asking anybody. */
export function isRenewable({ token }: AgentSession): boolean {
  return token !== undefined && token.validity.left() > TOO_LITTLE_S;
}

/** A session for a certificate that Fulcio has just issued. Undefined if the certificate does not name its subject. */
export function newSession(
  binding: Binding,
  key: EphemeralKey,
  certificate: Certificate,
  signatory: Signatory,
  token?: IdentityToken,
): AgentSession | undefined {
  const signer = readSigner(certificate);
  if (!signer || signer.issuer === '') return undefined;
  const now = Date.now() / 1000;
  return {
    binding,
    key,
    certificate,
    signer,
    signatory,
    validity: lifetime(certificate.notAfter - certificate.notBefore),
    ...(token && { token: { token, validity: lifetime(token.claims.expiresAt - now) } }),
    checked: new Map(),
    signatures: 0,
  };
}

/** The sessions of an agent, last used first. */
export class Sessions {
  #sessions: AgentSession[] = [];

  /** The last used session with this binding for which `suits` is true. */
  find(binding: Binding, suits: (session: AgentSession) => boolean): AgentSession | undefined {
    const found = this.#sessions.find(
      (session) =>
        session.binding.instance === binding.instance &&
        session.binding.source === binding.source &&
        suits(session),
    );
    if (found) this.add(found);
    return found;
  }

  /** Puts a session first. */
  add(session: AgentSession): void {
    this.#sessions = [session, ...this.#sessions.filter((other) => other !== session)];
  }

  drop(session: AgentSession): void {
    this.#sessions = this.#sessions.filter((other) => other !== session);
  }

  dropExpired(): void {
    this.#sessions = this.#sessions.filter((session) => isUsable(session) || isRenewable(session));
  }

  get isEmpty(): boolean {
    this.dropExpired();
    return this.#sessions.length === 0;
  }

  facts(): SessionFacts[] {
    this.dropExpired();
    return this.#sessions.map(factsOf);
  }
}

/** The facts about a session that clients may see. */
export function factsOf({ signer, binding, validity, signatures }: AgentSession): SessionFacts {
  return {
    subject: signer.subject,
    issuer: signer.issuer,
    fulcio: binding.fulcio,
    rekor: binding.rekor,
    validUntil: Math.trunc(Date.now() / 1000 + validity.left()),
    signatures,
  };
}
