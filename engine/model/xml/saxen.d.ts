/** The package carries no types; these are the calls that we use. */
declare module 'saxen' {
  type GetContext = () => { line: number; column: number; data: string };

  export class Parser {
    constructor(options?: { proxy?: boolean });
    ns(namespaces: Record<string, string>): this;
    on(
      event: 'openTag',
      listener: (
        name: string,
        getAttributes: () => false | Record<string, string>,
        decode: (text: string) => string,
        selfClosing: boolean,
        getContext: GetContext,
      ) => void,
    ): this;
    on(
      event: 'closeTag',
      listener: (name: string, decode: unknown, selfClosing: boolean) => void,
    ): this;
    on(
      event: 'text' | 'comment' | 'attention',
      listener: (text: string, decode: (text: string) => string, getContext: GetContext) => void,
    ): this;
    on(event: 'cdata' | 'question', listener: (text: string, getContext: GetContext) => void): this;
    on(event: 'error' | 'warn', listener: (error: Error, getContext: GetContext) => void): this;
    parse(xml: string): Error | undefined;
    stop(): void;
  }
}
