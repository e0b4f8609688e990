import type { Answer } from '../../answer.ts';
import { page } from '../../answer.ts';
import type { Context } from '../../context.ts';
import type { Handler } from '../../route.ts';

/** Imprint, privacy, accessibility: a heading and a text of ours. */
export function showText(name: 'imprint' | 'privacy' | 'accessibility'): Handler<Context> {
  return ({ t, options }): Answer => {
    const heading = t(`text.${name}.heading`);
    const text = t(`text.${name}.body`, { city: options.cityName });
    return page('text', heading, { heading, text });
  };
}
