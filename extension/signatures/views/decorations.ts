import { type Disposable, l10n, ThemeColor, window } from 'vscode';
import type { Outcome } from '../../../core/verdict/index.js';
import { OUTCOME_SYMBOLS } from '../../../core/verdict/symbols.js';
import { ROW_SCHEME } from '../ids.js';
import { OUTCOME_LOOKS, outcomeLabel, outcomeMeans } from '../words.js';

function isOutcome(text: string): text is Outcome {
  return Object.hasOwn(OUTCOME_LOOKS, text);
}

/** Adds a letter and a colour to each commit and tag in the view. */
export function registerDecorations(subscriptions: Disposable[]): void {
  subscriptions.push(
    window.registerFileDecorationProvider({
      provideFileDecoration: ({ scheme, path }) => {
        const outcome = path.slice(1);
        if (scheme !== ROW_SCHEME || !isOutcome(outcome)) return undefined;
        const { colour } = OUTCOME_LOOKS[outcome];
        const tooltip = l10n.t('{0}: {1}', outcomeLabel(outcome), outcomeMeans(outcome));
        const isBad = outcome === 'invalid' || outcome === 'refused';
        return { badge: OUTCOME_SYMBOLS[outcome], tooltip, ...(isBad && { color: new ThemeColor(colour) }) };
      },
    }),
  );
}
