import type { GoneModel, ToPage } from '../../core/page/index.js';
import { element, nodes } from './dom.js';
import { ELEMENTS } from './elements.js';

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

const host = acquireVsCodeApi();

/** Tells the extension what the user wants. */
export function send<Message>(message: Message): void {
  host.postMessage(message);
}

/** Draws every model that the extension sends, and asks for the first one. */
export function openPage<Model>(draw: (model: Model) => void): void {
  window.addEventListener('message', ({ data }: MessageEvent<ToPage<Model>>) => {
    if ('show' in data) draw(data.show);
    else {
      announce(`${data.gone.title}: ${data.gone.text}`);
      drawGone(data.gone);
    }
  });
  send({ want: 'model' });
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
export function announce(text: string): void {
  const said = document.getElementById('said');
  if (said && said.textContent !== text) said.textContent = text;
}
