/** One extension of a certificate: `value` is the content of extnValue. */
export interface CertificateExtension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** An X.509 v3 certificate, taken apart but not judged. All byte fields are DER and point into `der`. Times are Unix seconds. */
export interface Certificate {
  readonly der: Uint8Array;
  readonly tbs: Uint8Array;
  /** Content octets of the serial INTEGER. */
  readonly serial: Uint8Array;
  /** Name, DER. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly notBefore: number;
  readonly notAfter: number;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** OID of the algorithm the issuer signed with. */
  readonly signatureAlgorithm: string;
  /** DER of that algorithm's parameters, where there are any but NULL (RSASSA-PSS). */
  readonly signatureParameters?: Uint8Array;
  readonly signature: Uint8Array;
  readonly extensions: readonly CertificateExtension[];
}

/** One subject alternative name. `otherName` is Fulcio's username form (1.3.6.1.4.1.57264.1.7). */
export interface SubjectAlternativeName {
  readonly type: 'email' | 'uri' | 'otherName' | 'dns' | 'ip' | 'unsupported';
  readonly value: string;
}

/** Who a Fulcio certificate names, and the claims Fulcio copied from the identity token (Fulcio docs/oid-info.md). */
export interface Signer {
  readonly subject: string;
  readonly subjectType: SubjectAlternativeName['type'];
  /** OpenID Connect issuer: extension 1.8 where present, else 1.1; '' where the certificate states none. */
  readonly issuer: string;
  readonly claims: FulcioClaims;
  /**
   * Absent for an OpenID Connect identity that Fulcio vouches for. For any other signer, this names the kind of signature. A
   * rule about identities never matches such a signer, whatever its subject and issuer look like.
   */
  readonly scheme?: 'x509' | 'ssh' | 'openpgp';
}

/** The other Fulcio extensions by name; those not in the certificate are absent. */
export interface FulcioClaims {
  readonly githubWorkflowTrigger?: string;
  readonly githubWorkflowSha?: string;
  readonly githubWorkflowName?: string;
  readonly githubWorkflowRepository?: string;
  readonly githubWorkflowRef?: string;
  readonly buildSignerUri?: string;
  readonly buildSignerDigest?: string;
  readonly runnerEnvironment?: string;
  readonly sourceRepositoryUri?: string;
  readonly sourceRepositoryDigest?: string;
  readonly sourceRepositoryRef?: string;
  readonly sourceRepositoryIdentifier?: string;
  readonly sourceRepositoryOwnerUri?: string;
  readonly sourceRepositoryOwnerIdentifier?: string;
  readonly buildConfigUri?: string;
  readonly buildConfigDigest?: string;
  readonly buildTrigger?: string;
  readonly runInvocationUri?: string;
  readonly sourceRepositoryVisibility?: string;
  readonly deploymentEnvironment?: string;
  readonly tokenSubject?: string;
}

/** A signed certificate timestamp from a certificate (RFC 6962 section 3.2). `timestamp` is Unix seconds with milliseconds. */
export interface Sct {
  readonly logId: Uint8Array;
  readonly timestamp: number;
  readonly extensions: Uint8Array;
  readonly hash: 'sha256' | 'sha384' | 'sha512' | 'unsupported';
  readonly signatureType: 'ecdsa' | 'rsa' | 'unsupported';
  readonly signature: Uint8Array;
}
