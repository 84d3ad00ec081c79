/** Makes an element with attributes and content. Texts stay text and never become markup. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...content: readonly (Node | string)[]
): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
}

/** Replaces the content of an element. */
export function nodes(parent: HTMLElement | null, content: readonly (Node | undefined)[]): void {
  parent?.replaceChildren(...content.filter((node) => node !== undefined));
}
