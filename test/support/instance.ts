import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { parseCertificate } from '../../core/certificate/index.js';
import { concatBytes, der, encodePem, toBase64, utf8 } from '../../core/encoding/index.js';
import { buildCms, encodeArmor, signedAttributes } from '../../core/signature/index.js';
import type { LogEntry } from '../../core/transparency/index.js';
import { parseTrustedRoot, type TrustedRoot } from '../../core/trust/index.js';
import { issueChains } from '../sandbox/authorities.js';
import { generateKeys, type SandboxChains, type SandboxKeys } from '../sandbox/context.js';
import { precertificateLeaf } from '../sandbox/ct/precertificate.js';
import { leafHashOf, MerkleTree } from '../sandbox/merkle.js';
import {
  distinguishedName,
  extension,
  extensions,
  generalName,
  issueCertificate,
  spkiOf,
  tlsVector,
} from '../sandbox/pki.js';
import { randomSerial } from '../sandbox/random.js';
import { trustedRoot } from '../sandbox/trusted-root.js';

const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';
const LIFETIME = 600;
const SERVERS = [
  'oidc',
  'oidcWorkflow',
  'oidcUsername',
  'fulcio',
  'ct',
  'rekor',
  'rekorV2',
  'tsa',
  'tuf',
] as const;
const URLS = Object.fromEntries(
  SERVERS.map((name) => [name, `https://${name.toLowerCase()}.sigstore.test`]),
) as Record<(typeof SERVERS)[number], string>;

/** The hash with which each curve signs, and the last octet of the algorithm's OID (RFC 5758 section 3.2). */
const CURVES = {
  'P-256': { hash: 'sha256', octet: 2 },
  'P-384': { hash: 'sha384', octet: 3 },
  'P-521': { hash: 'sha512', octet: 4 },
} as const;
const ECDSA_WITH_SHA256 = der.oid('1.2.840.10045.4.3.2');

/** The ways in which a signature by the instance can differ from a sound one, which is the default. */
export interface SignOptions {
  readonly subject?: string;
  readonly issuer?: string;
  /** The start of the certificate, in Unix seconds. */
  readonly notBefore?: number;
  /** The time that the log states, in Unix seconds; a second after `notBefore` by default. */
  readonly integratedTime?: number;
  readonly extendedKeyUsage?: string | undefined;
  /** Replaces the only email SAN. */
  readonly names?: readonly Uint8Array[];
  readonly extraExtensions?: readonly Uint8Array[];
  readonly withSct?: boolean;
  readonly sctKey?: KeyObject;
  readonly embed?: boolean;
  /** P-256 with SHA-256 by default; the others sign with the hash of their size. */
  readonly curve?: keyof typeof CURVES;
  /** Changes the entry after the log made it. */
  readonly alterEntry?: (entry: LogEntry) => LogEntry;
  /** The certificate that the log recorded instead of the signer's. */
  readonly loggedCertificate?: Uint8Array;
}

/** A Sigstore instance in memory: no server, no network; P-384 CA like the public one, P-256 CT log and Rekor v1. */
export class TestInstance {
  readonly keys: SandboxKeys = generateKeys();
  readonly chains: SandboxChains;
  readonly trust: TrustedRoot;
  readonly trustJson: string;
  readonly #log = new MerkleTree();
  readonly #logId: Uint8Array;

  /** @param start Unix seconds from which everything is trusted */
  constructor(readonly start = 1_790_000_000) {
    this.chains = issueChains(this.keys, start);
    this.trustJson = JSON.stringify(trustedRoot({ urls: URLS, keys: this.keys, chains: this.chains }, start));
    this.trust = parseTrustedRoot(this.trustJson);
    this.#logId = sha256(spkiOf(this.keys.rekor));
  }

  /** An armored gitsign signature over the payload, and its parts. */
  sign(payload: Uint8Array, options: SignOptions = {}) {
    const { curve = 'P-256' } = options;
    const { hash, octet } = CURVES[curve];
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: curve });
    const notBefore = options.notBefore ?? this.start + 1000;
    const certificate = this.issue(publicKey, notBefore, options);
    const attributes = signedAttributes({ payloadDigest: sha256(payload), signingTime: notBefore });
    const signature = new Uint8Array(sign(hash, attributes, privateKey));
    const logged = this.log(
      attributes,
      signature,
      options.loggedCertificate ?? certificate,
      options.integratedTime ?? notBefore + 1,
      hash,
    );
    const logEntry = options.alterEntry ? options.alterEntry(logged) : logged;
    const parts = { certificate, signedAttributes: attributes, signature };
    const cms = buildCms(options.embed === false ? parts : { ...parts, logEntry });
    // The certificate's own comes earlier: the last one is the signature's.
    const place = Buffer.from(cms).lastIndexOf(ECDSA_WITH_SHA256);
    cms[place + ECDSA_WITH_SHA256.length - 1] = octet;
    return { armor: encodeArmor(cms), cms, certificate, privateKey, logEntry };
  }

  /** A leaf certificate as Fulcio issues it, DER. */
  issue(key: KeyObject, notBefore: number, options: SignOptions = {}): Uint8Array {
    const issuerKey = this.keys.fulcioIntermediate;
    const spki = spkiOf(key);
    const names = options.names ?? [generalName.email(options.subject ?? 'dev@example.test')];
    const fields = {
      serial: randomSerial(),
      issuer: distinguishedName('sigstore.test', 'fulcio-intermediate'),
      subject: distinguishedName(),
      notBefore,
      notAfter: notBefore + LIFETIME,
      spki,
    };
    const usage = 'extendedKeyUsage' in options ? options.extendedKeyUsage : CODE_SIGNING;
    const said = [
      extensions.keyUsage(7, 0x80),
      ...(usage === undefined ? [] : [extensions.extendedKeyUsage(false, usage)]),
      extensions.subjectKey(spki),
      extensions.authorityKey(spkiOf(issuerKey)),
      extensions.subjectAlternativeName(true, concatBytes(...names)),
      extension(
        '1.3.6.1.4.1.57264.1.8',
        false,
        der.utf8String(options.issuer ?? 'https://issuer.example.test'),
      ),
      ...(options.extraExtensions ?? []),
    ];
    if (options.withSct === false) return issueCertificate({ ...fields, extensions: said }, issuerKey);
    const unsigned = issueCertificate({ ...fields, extensions: said }, issuerKey);
    const list = this.#sctList(parseCertificate(unsigned).tbs, notBefore, options.sctKey ?? this.keys.ct);
    return issueCertificate({ ...fields, extensions: [...said, list] }, issuerKey);
  }

  /** Logs a hashedrekord 0.0.1. Returns the entry with all its proofs and without its body, as gitsign embeds it. */
  log(
    signed: Uint8Array,
    signature: Uint8Array,
    certificate: Uint8Array,
    integratedTime: number,
    hash: 'sha256' | 'sha384' | 'sha512' = 'sha256',
  ): LogEntry {
    const body = utf8(
      `{"apiVersion":"0.0.1","kind":"hashedrekord","spec":{"data":{"hash":{"algorithm":"${hash}","value":"${createHash(hash).update(signed).digest('hex')}"}},` +
        `"signature":{"content":"${toBase64(signature)}","publicKey":{"content":"${toBase64(utf8(encodePem('CERTIFICATE', certificate)))}"}}}}`,
    );
    return this.logBody(body, { kind: 'hashedrekord', version: '0.0.1' }, integratedTime);
  }

  /** Logs a canonical body in Rekor v1. The entry has all its proofs, and no body. */
  logBody(body: Uint8Array, kind: Pick<LogEntry, 'kind' | 'version'>, integratedTime: number): LogEntry {
    const index = this.#log.append(leafHashOf(body));
    const promise = `{"body":"${toBase64(body)}","integratedTime":${integratedTime},"logID":"${hex(this.#logId)}","logIndex":${index}}`;
    return {
      logIndex: index,
      logId: this.#logId,
      ...kind,
      integratedTime,
      set: new Uint8Array(sign('sha256', utf8(promise), this.keys.rekor)),
      inclusionProof: {
        logIndex: index,
        rootHash: new Uint8Array(this.#log.root()),
        treeSize: this.#log.size,
        hashes: this.#log.inclusionProof(index).map((hash) => new Uint8Array(hash)),
        checkpoint: this.#checkpoint(),
      },
    };
  }

  #checkpoint(): string {
    const text = `rekor.sigstore.test - 4711\n${this.#log.size}\n${toBase64(this.#log.root())}\n`;
    const signature = sign('sha256', utf8(text), this.keys.rekor);
    const line = toBase64(concatBytes(this.#logId.subarray(0, 4), signature));
    return `${text}\n— rekor.sigstore.test ${line}\n`;
  }

  #sctList(tbs: Uint8Array, notBefore: number, key: KeyObject): Uint8Array {
    const milliseconds = notBefore * 1000;
    const signature = sign(
      'sha256',
      precertificateLeaf(tbs, this.keys.fulcioIntermediate, milliseconds),
      key,
    );
    const time = new Uint8Array(8);
    new DataView(time.buffer).setBigUint64(0, BigInt(milliseconds));
    const logId = sha256(spkiOf(this.keys.ct));
    const sct = concatBytes(
      Uint8Array.of(0),
      logId,
      time,
      Uint8Array.of(0, 0, 4, 3),
      tlsVector(2, signature),
    );
    return extension('1.3.6.1.4.1.11129.2.4.2', false, der.octetString(tlsVector(2, tlsVector(2, sct))));
  }
}

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
