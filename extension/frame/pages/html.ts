import { randomBytes } from 'node:crypto';
import { env, Uri, type Webview } from 'vscode';

function attribute(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/**
 * The empty page. Its content arrives as a message. Its HTML never contains anything from a repository.
 * @param name of the page's script and style in the folder `scripts`
 */
export function pageHtml(webview: Webview, scripts: Uri, name: string): string {
  const nonce = randomBytes(16).toString('base64');
  const file = (name: string) => attribute(webview.asWebviewUri(Uri.joinPath(scripts, name)).toString());
  const policy = [
    `default-src 'none'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${attribute(env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" nonce="${nonce}" href="${file(`${name}.css`)}">
</head>
<body>
<p id="said" role="status" aria-live="polite"></p>
<main id="page"></main>
<script type="module" nonce="${nonce}" src="${file(`${name}.js`)}"></script>
</body>
</html>
`;
}
