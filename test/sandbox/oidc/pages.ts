import type { HttpResponse } from '../http.js';

/** A page of the issuer. `body` is HTML. */
export function page(status: number, title: string, body: string): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(title)}</title><h1>${escapeHtml(title)}</h1>${body}</html>`,
  };
}

/** A form whose buttons send `approval=approve` or `approval=deny` with these hidden fields. */
export function approvalForm(action: string, fields: Readonly<Record<string, string>>): string {
  const hidden = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  const buttons = ['approve', 'deny'].map(
    (value) => `<button name="approval" value="${value}">${value}</button>`,
  );
  return `<form method="post" action="${escapeHtml(action)}">${hidden.join('')}${buttons.join('')}</form>`;
}

/** A form for the code that a device shows. */
export function userCodeForm(action: string, code: string): string {
  return `<form method="post" action="${escapeHtml(action)}"><input name="user_code" value="${escapeHtml(code)}"><button>Submit</button></form>`;
}

/** Text escaped for HTML text and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
