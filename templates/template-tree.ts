/**
 * The parsed tree of a template, as far as we evaluate it: the shapes are those of Handlebars'
 * parser (its "AST" documentation), named here so that only `render.ts` knows the package.
 */
export interface TemplateTree {
  readonly body: readonly TemplateStatement[];
  /** Names of the values of an `each … as |item index|`. */
  readonly blockParams?: readonly string[];
}

export interface TemplateStatement {
  readonly type: string;
  readonly loc: { readonly start: { readonly line: number } };
  /** ContentStatement. */
  readonly value?: string;
  /** MustacheStatement, BlockStatement. */
  readonly path?: TemplateExpression;
  readonly params?: readonly TemplateExpression[];
  readonly hash?: TemplateHash;
  readonly program?: TemplateTree;
  readonly inverse?: TemplateTree;
}

export interface TemplateExpression {
  readonly type: string;
  readonly loc: { readonly start: { readonly line: number } };
  /** PathExpression. */
  readonly original?: unknown;
  readonly parts?: readonly string[];
  readonly depth?: number;
  readonly data?: boolean;
  /** Literals. */
  readonly value?: unknown;
  /** SubExpression. */
  readonly path?: TemplateExpression;
  readonly params?: readonly TemplateExpression[];
  readonly hash?: TemplateHash;
}

export interface TemplateHash {
  readonly pairs: readonly { readonly key: string; readonly value: TemplateExpression }[];
}
