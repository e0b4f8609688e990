import { nodeOf } from '../../core/procedures/element-chain.ts';
import type { Procedure } from '../../core/procedures/procedure.ts';
import { DEFAULT_LOCALE } from '../../core/procedures/texts.ts';
import type { Phrase } from '../../templates/page-renderer.ts';

export function pageWords(text: string): Phrase {
  return { text, lang: undefined };
}

/** What a model calls a step: it has this name in German only, whatever the page speaks (WCAG 3.1.2). */
export function modelName(text: string): Phrase {
  return { text, lang: DEFAULT_LOCALE };
}

/** As the model calls the element; one without a name is known by its id. */
export function stepName(
  procedure: Procedure | undefined,
  element: { readonly processId: string; readonly elementId: string },
): Phrase {
  const name = procedure && nodeOf(procedure, element)?.name;
  return name === undefined ? pageWords(element.elementId) : modelName(name);
}

/** A sentence of the page with a name in it that may be of another language. */
export function sentenceWith(name: Phrase, say: (name: string) => string): readonly Phrase[] {
  const whole = say(name.text);
  const at = name.lang === undefined ? -1 : whole.indexOf(name.text);
  if (at < 0) return [pageWords(whole)];
  const rest = whole.slice(at + name.text.length);
  return [pageWords(whole.slice(0, at)), name, pageWords(rest)];
}
