import type { LoadedPolicy } from '../../io/repository-policy/index.js';
import type { Judge } from '../../signer/run/judge.js';
import type { VerdictFormat } from './format.js';
import { jsonDocument, verdictJson } from './json.js';

/** The JSON document of docs/json.md, written while the verdicts come: byte for byte what `jsonDocument` makes of all. */
export function jsonFormat({ trust, policy }: Judge, repository?: LoadedPolicy): VerdictFormat {
  const head = jsonDocument({
    trustedRoot: { digest: trust.root.digest },
    policy: repository?.source ?? policy?.source ?? null,
    ...(repository && { policyDigest: repository.digest, selfDeclared: repository.selfDeclared }),
    objects: [],
  });
  let between = '\n';
  return {
    begin: () => head.slice(0, head.lastIndexOf(']')),
    one: ({ name, verdict }) => {
      const text = between + elementOf(verdictJson(verdict, name));
      between = ',\n';
      return text;
    },
    end: ({ objects, outcomes, exempt, shallowBoundaries, leftOut }) => {
      const { refs, unsignable, byDate } = leftOut;
      const whole = jsonDocument({
        objects: [],
        summary: {
          objects,
          emptyRange: objects === 0,
          outcomes: { ...outcomes },
          exempt,
          shallowBoundaries: [...shallowBoundaries],
          leftOut: {
            refs: refs.map(({ name, count }) => ({ name, count })),
            unsignable: [...unsignable],
            byDate,
          },
        },
      });
      return `${between === '\n' ? '' : '\n  '}${whole.slice(whole.indexOf('],'))}`;
    },
  };
}

/** One element of `objects` as it stands in the document: cut out of a document that holds nothing else. */
function elementOf(value: Record<string, unknown>): string {
  const alone = jsonDocument({ objects: [value] });
  return alone.slice(alone.indexOf('[') + 2, alone.lastIndexOf('\n  ]'));
}
