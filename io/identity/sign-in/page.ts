/**
 * A page for the person's browser. It is complete without JavaScript. With JavaScript it closes itself after some
 * time.
 */
export function page(title: string, text: string, autocloseMs: number | undefined): string {
  const close =
    autocloseMs === undefined
      ? ''
      : `<script>setTimeout(() => window.close(), ${Math.round(autocloseMs)})</script>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title} - Waxseal</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 32rem; margin: 20vh auto 0; padding: 0 1rem; }
</style>
</head>
<body>
<h1>${title}</h1>
<p>${text}</p>
${close}
</body>
</html>
`;
}
