import type { GoneModel, PageModel, ToPage } from '../../core/commit-page/index.js';
import { element, nodes } from './dom.js';
import { ELEMENTS } from './elements.js';
import { send } from './host.js';
import { certificateSection, checksSection, factsSection, linksSection, parentsSection } from './sections.js';

function heading({ outcome, symbol, outcomeLabel, means, title, notices }: PageModel): HTMLElement {
  const shown = element('span', { class: 'symbol', 'aria-hidden': 'true' }, symbol);
  return element(
    'header',
    { class: `outcome ${outcome}` },
    element('h1', {}, shown, ` ${outcomeLabel}`),
    element('p', { class: 'means' }, means),
    element('p', { class: 'subject' }, title),
    ...notices.map((notice) => element('p', { class: 'notice', role: 'note' }, notice)),
  );
}

function actions({ labels, pem, hasEvidence }: PageModel): HTMLElement {
  const button = (label: string, want: 'explain' | 'evidence' | 'certificate') => {
    const made = element(ELEMENTS.button, { secondary: '' }, label);
    made.addEventListener('click', () => send({ want }));
    return made;
  };
  return element(
    'p',
    { class: 'actions' },
    button(labels.explain, 'explain'),
    ...(hasEvidence ? [button(labels.copyEvidence, 'evidence')] : []),
    ...(pem === '' ? [] : [button(labels.openCertificate, 'certificate')]),
  );
}

/** What the page shows when there is no verdict any more. Nothing of the old verdict stays. */
function drawGone({ title, text, again }: GoneModel): void {
  const button = element(ELEMENTS.button, {}, again);
  button.addEventListener('click', () => send({ want: 'again' }));
  const symbol = element('span', { class: 'symbol', 'aria-hidden': 'true' }, '!');
  nodes(document.getElementById('page'), [
    element(
      'header',
      { class: 'outcome gone' },
      element('h1', {}, symbol, ` ${title}`),
      element('p', { class: 'means' }, text),
    ),
    element('p', { class: 'actions' }, button),
  ]);
}

/** Screen readers announce the outcome only, not the whole page again. */
function announce(text: string): void {
  const said = document.getElementById('said');
  if (said && said.textContent !== text) said.textContent = text;
}

function draw(model: PageModel): void {
  const { labels, message } = model;
  announce(`${model.outcomeLabel}: ${model.means}`);
  nodes(document.getElementById('page'), [
    heading(model),
    actions(model),
    factsSection(labels.signer, model.facts),
    factsSection(labels.claims, model.claims),
    checksSection(model),
    certificateSection(model),
    parentsSection(model),
    linksSection(model),
    message === ''
      ? undefined
      : element('section', {}, element('h2', {}, labels.message), element('pre', {}, message)),
  ]);
}

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  if ('show' in data) draw(data.show);
  else {
    announce(`${data.gone.title}: ${data.gone.text}`);
    drawGone(data.gone);
  }
});
send({ want: 'model' });
