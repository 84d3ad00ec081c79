import { ContentInfo, Certificate as PkiCertificate, SignedData } from 'pkijs';

/** What pkijs finds in a CMS signature. This oracle shares no code with core. */
export interface CmsParts {
  /** DER of the certificate that the signer identifier names. */
  readonly signerCertificate: Uint8Array;
  readonly signature: Uint8Array;
  readonly timestampTokens: readonly Uint8Array[];
}

const TIMESTAMP_TOKEN = '1.2.840.113549.1.9.16.2.14';

function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

/** Parses a CMS SignedData with one signer, with pkijs. */
export function cmsParts(der: Uint8Array): CmsParts {
  const signed = new SignedData({ schema: ContentInfo.fromBER(exactBuffer(der)).content });
  const [signer] = signed.signerInfos;
  if (!signer) throw new Error('no signer');
  const certificates = (signed.certificates ?? []).filter((cert) => cert instanceof PkiCertificate);
  const { serialNumber, issuer } = signer.sid;
  const own = certificates.find(
    (cert) => cert.serialNumber.isEqual(serialNumber) && cert.issuer.isEqual(issuer),
  );
  if (!own) throw new Error('no certificate of the signer');
  const tokens = signer.unsignedAttrs?.attributes.find(({ type }) => type === TIMESTAMP_TOKEN)?.values ?? [];
  return {
    signerCertificate: new Uint8Array(own.toSchema().toBER()),
    signature: new Uint8Array(signer.signature.valueBlock.valueHexView),
    timestampTokens: tokens.map((token: { valueBeforeDecodeView: Uint8Array }) =>
      Uint8Array.from(token.valueBeforeDecodeView),
    ),
  };
}
