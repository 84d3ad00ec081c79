import { parseStatement, type Statement } from '../../core/attestation/index.js';
import { EncodingError } from '../../core/encoding/index.js';
import type { JudgedItem } from '../../core/finding/index.js';
import type { DocumentKind, ImageDigest, Platform } from '../../core/image/index.js';
import type { ImageQuestion } from './types.js';

/** What `documentsOf` is asked. */
export interface DocumentsQuestion extends ImageQuestion {
  readonly platform?: Platform | undefined;
  /** Only documents of these kinds; all of them, if it is not given. */
  readonly kinds?: readonly DocumentKind[];
}

/** Who vouches for a document: its own signature, that of the index that holds it, or nobody. */
export type VouchedBy = 'own' | 'index' | 'nobody';

/** A document about an image, wherever it was found, with the verdict on who vouches for it. */
export interface DocumentItem extends JudgedItem {
  readonly kind: DocumentKind;
  /** As its statement or its manifest says; '' where neither says anything. */
  readonly type: string;
  /** A JSON value, or text (SPDX tag-value, CycloneDX XML). */
  readonly document: unknown;
  readonly vouchedBy: VouchedBy;
  /** The image that it is about. */
  readonly digest: ImageDigest;
  readonly platform?: string;
  readonly tag?: string;
  readonly manifest: ImageDigest;
  readonly blob: ImageDigest;
}

/** The statement of an attestation; undefined where it is none, which its verdict says as well. */
export function statementIn(payload: Uint8Array | undefined): Statement | undefined {
  try {
    return payload && parseStatement(payload);
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return undefined;
  }
}
