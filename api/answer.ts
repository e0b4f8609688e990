import type { PageName } from '../templates/page-renderer.ts';
import type { Locale } from '../core/procedures/texts.ts';
import type { PageChrome } from '../templates/page-renderer.ts';

/** What a handler answers with. One place (`send-answer.ts`) turns it into HTTP. */
export type Answer =
  | PageAnswer
  /** 303 to a path of ours. */
  | { readonly type: 'redirect'; readonly to: string }
  /** 303 to the payment service: only to its configured origins. */
  | { readonly type: 'leave'; readonly to: string }
  /** 303 to the identity provider: only to its configured origin. */
  | { readonly type: 'to-identity'; readonly to: string; readonly audience: 'person' | 'staff' }
  | {
      readonly type: 'download';
      readonly content: Uint8Array;
      readonly fileName: string;
      readonly mediaType: string;
      /** Shown in the browser instead of stored, where it is a picture or a PDF. */
      readonly shown?: boolean;
    }
  | { readonly type: 'json'; readonly body: object; readonly status?: number }
  | { readonly type: 'text'; readonly body: string; readonly mediaType: string };

export interface PageAnswer {
  readonly type: 'page';
  readonly page: PageName;
  readonly title: string;
  readonly view: object;
  readonly status?: number;
  readonly section?: PageChrome['section'];
  readonly hasErrors?: boolean;
  /** Of the procedures that the page is about. */
  readonly languages?: readonly Locale[];
}

export function page(
  name: PageName,
  title: string,
  view: object,
  more: Partial<Pick<PageAnswer, 'status' | 'section' | 'hasErrors' | 'languages'>> = {},
): PageAnswer {
  return { type: 'page', page: name, title, view, ...more };
}

export function redirect(to: string): Answer {
  return { type: 'redirect', to };
}
