import type { JudgedItem } from '../../core/finding/index.js';
import type { Verdict } from '../../core/verdict/index.js';

/** The verdict of one of several bundles. */
export interface BundleItem extends JudgedItem {
  /** Which one, from 1; absent where there is only one. */
  readonly bundle?: number;
}

/** The verdicts on one artifact, as items that every form of output can show. @param name what people call the artifact */
export function bundleItems(name: string, verdicts: readonly Verdict[]): BundleItem[] {
  const several = verdicts.length > 1;
  return verdicts.map((verdict, i) => ({
    name,
    subject: verdict.object,
    verdict,
    findings: [],
    ...(several && { title: `bundle ${i + 1} of ${verdicts.length}`, bundle: i + 1 }),
  }));
}
