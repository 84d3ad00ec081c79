import type { Answer, Item } from '../finding/index.js';
import { signerText } from '../verdict/index.js';
import { failuresOf, outcomeWord, subjectText } from './failure.js';
import type { Renderer, RenderOptions } from './renderer.js';
import { xmlText } from './xml.js';

const STYLE =
  'body{font:14px/1.5 system-ui,sans-serif;margin:2rem}table{border-collapse:collapse}' +
  'td,th{border:1px solid #8888;padding:.3rem .6rem;text-align:left;vertical-align:top}' +
  '.fails{color:#a4131d}.not-told{color:#7a5200}.holds{color:#0a6b2d}' +
  '@media(prefers-color-scheme:dark){body{background:#1e1e1e;color:#ddd}.fails{color:#ff8a8a}.not-told{color:#e6c07b}.holds{color:#7ddc9a}}';

function row(item: Item, answer: Answer, options: RenderOptions): string {
  const { verdict } = item;
  const why = answer === 'holds' && verdict ? [] : failuresOf(item, options);
  const cells = [
    `<td class="${answer}">${outcomeWord(item)}</td>`,
    `<td>${xmlText(subjectText(item))}</td>`,
    `<td>${xmlText((verdict && (signerText(verdict) ?? verdict.key)) ?? '')}</td>`,
    `<td>${why.map(({ rule, message }) => `<code>${rule}</code> ${xmlText(message)}`).join('<br>')}</td>`,
  ];
  return `<tr>${cells.join('')}</tr>\n`;
}

/** One HTML page without scripts or external resources: one row for each item, and the summary of the run below. */
export function htmlRenderer<S>(options: RenderOptions<S>): Renderer<Item, S> {
  const { heading, language = 'en', version } = options;
  const title = `${xmlText(heading)} · waxseal ${xmlText(version)}`;
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;
  return {
    begin: () =>
      `<!DOCTYPE html>\n<html lang="${language}"><head><meta charset="utf-8">${policy}<title>${title}</title>` +
      `<style>${STYLE}</style></head>\n<body><h1>${xmlText(heading)}</h1>\n` +
      '<table><thead><tr><th>outcome</th><th>object</th><th>signer</th><th>reason</th></tr></thead><tbody>\n',
    one: (item, answer) => row(item, answer, options),
    end: (summary) => {
      const lines = options.summary.lines(summary).map((line) => `<p>${xmlText(line)}</p>`);
      return `</tbody></table>\n${lines.join('\n')}\n</body></html>\n`;
    },
  };
}
