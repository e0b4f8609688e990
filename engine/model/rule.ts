/**
 * A rule of the border: what is said when a model breaks it, in both languages. `{name}` in a text
 * is replaced by the parameter of that name.
 */
export interface Rule {
  readonly severity: 'error' | 'warning';
  readonly de: string;
  readonly en: string;
}

export type RuleBook = Readonly<Record<string, Rule>>;

/** Values for the placeholders of a rule; a pair is a word that differs between the languages. */
export type RuleParameters = Readonly<
  Record<string, string | number | { readonly de: string; readonly en: string }>
>;

/** Long values are cut: a hostile model must not blow up the list of its own problems. */
const maxParameterLength = 120;

export function ruleText(
  rule: Rule,
  language: 'de' | 'en',
  parameters: RuleParameters = {},
): string {
  return rule[language].replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    if (!Object.hasOwn(parameters, name)) return placeholder;
    const value = parameters[name];
    const text = typeof value === 'object' ? value[language] : String(value);
    return text.length > maxParameterLength ? `${text.slice(0, maxParameterLength)}…` : text;
  });
}
