// What a page inside the editor and the extension say to each other. A page gets texts only. It asks for something by a word
// and a number, so that text from a repository cannot become an address or a command there.

/** Why there is nothing to show any more. */
export interface GoneModel {
  readonly title: string;
  readonly text: string;
  readonly again: string;
}

/** To a page: what it shows. */
export type ToPage<Model> = { readonly show: Model } | { readonly gone: GoneModel };

/** From a page. `model`: it wants to know what to show; `again`: to try again. With a number: the one of a list. */
export type FromPage<Want extends string = never, Numbered extends string = never> =
  | { readonly want: 'model' | 'again' | Want }
  | { readonly want: Numbered; readonly index: number };

/**
 * Whether a message is one that a page may send.
 * @param wants the words of this page, besides those of every page
 * @param numbered its words that come with a number
 */
export function isFromPage<Want extends string, Numbered extends string>(
  message: unknown,
  wants: readonly Want[],
  numbered: readonly Numbered[],
): message is FromPage<Want, Numbered> {
  if (typeof message !== 'object' || message === null || !('want' in message)) return false;
  const { want } = message;
  const plain: readonly unknown[] = ['model', 'again', ...wants];
  if (plain.includes(want)) return true;
  const some: readonly unknown[] = numbered;
  return some.includes(want) && 'index' in message && Number.isSafeInteger(message.index);
}
