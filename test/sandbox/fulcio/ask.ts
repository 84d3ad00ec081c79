import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A Fulcio to query, the sandbox's or a real one, with its issuers. */
export interface FulcioUnderTest {
  readonly url: string;
  readonly issuers: { readonly email: string; readonly workflow: string; readonly username: string };
}

/** Its answer. */
export interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly body: string;
}

/** Finds the issuers in Fulcio's own configuration. */
export async function fulcioAt(url: string): Promise<FulcioUnderTest> {
  const answer = await fetch(`${url}/api/v2/configuration`);
  const { issuers } = (await answer.json()) as { issuers: { issuerUrl: string; issuerType: string }[] };
  const of = (type: string): string => issuers.find(({ issuerType }) => issuerType === type)?.issuerUrl ?? '';
  return {
    url,
    issuers: { email: of('email'), workflow: of('github-workflow'), username: of('username') },
  };
}

/** A token with exactly these subject claims, from an issuer's /mint. */
export async function mintAt(issuer: string, claims: Readonly<Record<string, string>>): Promise<string> {
  return (await fetch(`${issuer}/mint?${new URLSearchParams(claims)}`)).text();
}

/** One unchanged request, and its answer. */
export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const answer = await fetch(url, init);
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() };
}

export type KeyPair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };

export const ecKey = (namedCurve: string): KeyPair => generateKeyPairSync('ec', { namedCurve });

/** A proof of possession in base64. */
export function proofOf(subject: string, key: KeyPair, hash: string | null = 'sha256'): string {
  return sign(hash, Buffer.from(subject), key.privateKey).toString('base64');
}

/** Body of a v2 request. */
export function v2Body(token: string, key: KeyPair, proof: string) {
  return {
    credentials: { oidcIdentityToken: token },
    publicKeyRequest: {
      publicKey: { algorithm: 'ECDSA', content: key.publicKey.export({ type: 'spki', format: 'pem' }) },
      proofOfPossession: proof,
    },
  };
}

/** Body of a legacy request. */
export function v1Body(key: KeyPair, proof: string) {
  const content = key.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  return { publicKey: { content, algorithm: 'ecdsa' }, signedEmailAddress: proof };
}

/** A POST of JSON, with a bearer token if there is one. */
export function post(value: unknown, token?: string): RequestInit {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const body = typeof value === 'string' ? value : JSON.stringify(value);
  return { method: 'POST', headers: { 'content-type': 'application/json', ...authorization }, body };
}

/** The certificates of a v2 answer, PEM. */
export function chainOf(answer: Answer): string[] {
  if (answer.status !== 200) throw new Error(`status ${answer.status}: ${answer.body}`);
  return JSON.parse(answer.body).signedCertificateEmbeddedSct.chain.certificates;
}
