import type { CheckModel, Fact, FromCommitPage, PageModel } from '../../core/commit-page/index.js';
import { element } from '../frame/dom.js';
import { ELEMENTS } from '../frame/elements.js';
import { send } from '../frame/page.js';

/** Names and values; nothing when the list is empty. */
export function factsSection(title: string, facts: readonly Fact[]): HTMLElement | undefined {
  if (facts.length === 0) return undefined;
  const list = facts.flatMap(({ label, value }) => [element('dt', {}, label), element('dd', {}, value)]);
  return element('section', {}, element('h2', {}, title), element('dl', {}, ...list));
}

function checkRow({ name, result, symbol, resultLabel, text, reason, help }: CheckModel): HTMLElement {
  const why = [
    element('span', {}, text),
    ...(reason === undefined ? [] : [element('code', {}, reason)]),
    ...(help === undefined ? [] : [element('span', { class: 'help' }, help)]),
  ];
  const shown = element('span', { 'aria-hidden': 'true' }, symbol);
  return element(
    'tr',
    { class: result },
    element('th', { scope: 'row' }, name),
    element('td', { class: 'result' }, shown, ` ${resultLabel}`),
    element('td', {}, ...why.flatMap((part) => [part, ' '])),
  );
}

/** Every check with its result and reason. */
export function checksSection({ checks, labels }: PageModel): HTMLElement | undefined {
  if (checks.length === 0) return undefined;
  const head = [labels.check, labels.result, labels.why].map((label) =>
    element('th', { scope: 'col' }, label),
  );
  const table = element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...checks.map(checkRow)),
  );
  return element('section', {}, element('h2', {}, labels.checks), table);
}

/** The fields of the certificate, and the certificate itself. */
export function certificateSection({ certificate, pem, labels }: PageModel): HTMLElement | undefined {
  const facts = factsSection(labels.certificate, certificate);
  if (!facts) return undefined;
  const raw = element('pre', { tabindex: '0', 'aria-label': labels.raw }, pem);
  facts.append(element(ELEMENTS.collapsible, { heading: labels.raw }, raw));
  return facts;
}

function choices(title: string, labels: readonly string[], want: 'parent' | 'link'): HTMLElement | undefined {
  if (labels.length === 0) return undefined;
  const items = labels.map((label, index) => {
    const button = element('button', { class: 'link', type: 'button' }, label);
    button.addEventListener('click', () => send<FromCommitPage>({ want, index }));
    return element('li', {}, button);
  });
  return element('section', {}, element('h2', {}, title), element('ul', {}, ...items));
}

/** The objects that this one points to. Each is a link to its own page. */
export function parentsSection({ parents, labels }: PageModel): HTMLElement | undefined {
  return choices(labels.parents, parents, 'parent');
}

/** Links to outside addresses. VS Code opens them. */
export function linksSection({ links, labels }: PageModel): HTMLElement | undefined {
  return choices(
    labels.links,
    links.map(({ label }) => label),
    'link',
  );
}
