import type { Choice, Form, FormComponent } from './form.ts';
import type { Locale, Texts } from './texts.ts';

/** `forms.<id>.` of a form of the procedure, `<block>.forms.<id>.` of a block's. */
export function formTextPrefix(formName: string): string {
  const block = /^_building-blocks\/([^/]+)\//.exec(formName)?.[1];
  const id = formName.slice(formName.lastIndexOf('/') + 1);
  return block === undefined ? `forms.${id}.` : `${block}.forms.${id}.`;
}

/** The form in a language: what the texts override by key, the German of the form elsewhere. */
export function localiseForm(form: Form, texts: Texts, locale: Locale): Form {
  const prefix = formTextPrefix(form.name);
  const say = (key: string, german: string): string => texts.find(locale, prefix + key) ?? german;
  return {
    ...form,
    title: say('title', form.title),
    components: form.components.map((component) => localise(component, say)),
  };
}

/** Every text of a form: key after the prefix → German. What another language has to translate. */
export function formTexts(form: Form): Map<string, string> {
  const found = new Map<string, string>();
  const note = (key: string, german: string): string => {
    found.set(key, german);
    return german;
  };
  note('title', form.title);
  for (const component of form.components) localise(component, note);
  return found;
}

type Say = (key: string, german: string) => string;

function localise(component: FormComponent, say: Say): FormComponent {
  if (component.type === 'text') {
    return { ...component, text: say(`${component.id}.text`, component.text) };
  }
  const { key } = component;
  const label = say(`${key}.label`, component.label);
  if (component.type === 'group') {
    const inner: Say = (name, german) => say(`${key}.${name}`, german);
    return { ...component, label, components: component.components.map((c) => localise(c, inner)) };
  }
  const named = { ...component, label, ...descriptionOf(component, say) };
  if (!('choices' in named)) return named;
  const choices = named.choices.map(({ value, label: german }): Choice => ({
    value,
    label: say(`${key}.choices.${value}`, german),
  }));
  return { ...named, choices };
}

function descriptionOf(
  component: { readonly key: string; readonly description?: string },
  say: Say,
): { description?: string } {
  const { key, description } = component;
  return description === undefined ? {} : { description: say(`${key}.description`, description) };
}
