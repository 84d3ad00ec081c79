import { isWithin, type ValidityPeriod } from '../certificate/index.js';
import type { TrustedRoot } from './types.js';

/** The kinds of service that a signature needs and of which the trusted root has none that is valid now. @param now Unix seconds */
export function notInUse(root: TrustedRoot, now: number): string[] {
  const none = (items: readonly { readonly validFor: ValidityPeriod }[]) =>
    !items.some(({ validFor }) => isWithin(validFor, now));
  return [
    ...(none(root.certificateAuthorities) ? ['certificate authority'] : []),
    ...(none(root.logs) ? ['log'] : []),
    ...(none(root.ctLogs) ? ['certificate log'] : []),
  ];
}
