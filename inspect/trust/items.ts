import type { TrustRule } from '../../core/codes/index.js';
import type { Finding, Item, RuleSentences, Sentences } from '../../core/finding/index.js';
import { isWithin, notInUse } from '../../core/trust/index.js';
import type { LoadedTrust } from '../../io/trust/index.js';
import { trustedLists } from './entries.js';
import { periodText, sourceText } from './words.js';

const UPDATE = 'run: waxseal trust update, or get a newer trusted root from whoever runs the instance';

const EN: Readonly<Record<TrustRule, RuleSentences>> = {
  TRUST_NONE_IN_USE: {
    title: 'nothing of a kind that signatures need is valid now',
    says: 'no {kind} in the trusted root is valid now',
    remedy: UPDATE,
  },
  TRUST_CACHE_UNUSED: {
    title: 'the cached trusted root is not used',
    says: '{detail}',
    remedy: 'run: waxseal trust update',
  },
  TRUST_ENTRY_IGNORED: {
    title: 'the trusted root names something that cannot be used',
    says: '{detail}',
    remedy: 'nothing, unless signatures need it: then use a newer waxseal',
  },
};

/** What there is to say about a trusted root. In English only, because the editor does not show it (docs/design.md). */
export const TRUST_SENTENCES: Sentences = { en: EN };

function finding(rule: TrustRule, level: Finding['level'], values: Finding['values']): Finding {
  return { rule, level, values };
}

function findingsOf({ root, notes }: LoadedTrust, now: number): Finding[] {
  return [
    ...notInUse(root, now).map((kind) => finding('TRUST_NONE_IN_USE', 'warning', { kind })),
    ...notes.map((detail) => finding('TRUST_CACHE_UNUSED', 'warning', { detail })),
    ...root.skipped.map((detail) => finding('TRUST_ENTRY_IGNORED', 'note', { detail })),
  ];
}

/**
 * A trusted root as items: the root itself with what there is to say about it, and every authority and log with its period.
 * @param now Unix seconds
 */
export function trustItems(loaded: LoadedTrust, now: number): Item[] {
  const { root, source } = loaded;
  const whole = {
    name: root.digest,
    subject: { type: 'trusted-root', id: root.digest },
    title: sourceText(source, now),
    findings: findingsOf(loaded, now),
  };
  const entries = trustedLists(root).flatMap(({ kind, entries: list }) =>
    list.map(({ name, validFor }) => ({
      name,
      subject: { type: kind, id: name },
      title: `${periodText(validFor)}${isWithin(validFor, now) ? '' : ', not in use now'}`,
      findings: [],
    })),
  );
  return [whole, ...entries];
}
