import type { PageModel, ToPage } from '../../core/pages/index.js';
import { element, nodes } from './dom.js';
import { ELEMENTS } from './elements.js';
import { send } from './host.js';
import { certificateSection, checksSection, factsSection, linksSection, parentsSection } from './sections.js';

const SYMBOLS = {
  verified: '✔',
  valid: '✓',
  incomplete: '?',
  refused: '⊘',
  invalid: '✘',
  unsigned: '○',
} as const;

function heading({ outcome, outcomeLabel, means, title, notices }: PageModel): HTMLElement {
  const symbol = element('span', { class: 'symbol', 'aria-hidden': 'true' }, SYMBOLS[outcome]);
  return element(
    'header',
    { class: `outcome ${outcome}` },
    element('h1', {}, symbol, ` ${outcomeLabel}`),
    element('p', { class: 'means' }, means),
    ...notices.map((notice) => element('p', { class: 'notice', role: 'note' }, notice)),
    element('p', { class: 'subject' }, title),
  );
}

function actions({ labels, pem, outcome }: PageModel): HTMLElement {
  const button = (label: string, want: 'explain' | 'evidence' | 'certificate') => {
    const made = element(ELEMENTS.button, { secondary: '' }, label);
    made.addEventListener('click', () => send({ want }));
    return made;
  };
  return element(
    'p',
    { class: 'actions' },
    button(labels.explain, 'explain'),
    ...(outcome === 'unsigned' ? [] : [button(labels.copyEvidence, 'evidence')]),
    ...(pem === '' ? [] : [button(labels.openCertificate, 'certificate')]),
  );
}

function draw(model: PageModel): void {
  const { labels, message } = model;
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

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => draw(data.show));
send({ want: 'model' });
