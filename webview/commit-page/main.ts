import type { FromCommitPage, PageModel } from '../../core/commit-page/index.js';
import { element, nodes } from '../frame/dom.js';
import { ELEMENTS } from '../frame/elements.js';
import { announce, openPage, send } from '../frame/page.js';
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
    made.addEventListener('click', () => send<FromCommitPage>({ want }));
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

openPage(draw);
