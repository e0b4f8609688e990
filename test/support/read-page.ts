/** Names and values of a form, as a browser would send them. */
export type FormFields = Readonly<Record<string, string | readonly string[]>>;

/**
 * The fields of the last form of a page with what they hold. `all`: every box and every choice of
 * a checklist is ticked. Buttons are left out; so is the form in which the language is chosen.
 */
export function fieldsOf(html: string, options: { all?: boolean } = {}): FormFields {
  const fields: Record<string, string | string[]> = {};
  for (const [tag] of mainForm(html).matchAll(/<input\b[^>]*>/g)) {
    const name = attribute(tag, 'name');
    if (name === undefined) continue;
    const value = attribute(tag, 'value') ?? 'on';
    const type = attribute(tag, 'type') ?? 'text';
    if (type === 'checkbox') {
      if (!options.all && !/\schecked\b/.test(tag)) continue;
      fields[name] = [...(fields[name] ?? []), value].flat();
    } else if (type !== 'radio' || /\schecked\b/.test(tag)) fields[name] = value;
  }
  return fields;
}

export function formAction(html: string): string | undefined {
  return attribute(/^<form\b[^>]*>/.exec(mainForm(html))?.[0] ?? '', 'action');
}

/** Texts of the elements of a name, if wanted only those with a class. */
export function textsOf(html: string, element: string, className = ''): string[] {
  const pattern = new RegExp(`<${element}\\b([^>]*)>([\\s\\S]*?)</${element}>`, 'g');
  return [...html.matchAll(pattern)]
    .filter(([, attributes = '']) => attributes.includes(className))
    .map(([, , inner = '']) => unescaped(inner.replace(/<[^>]*>/g, '')).trim());
}

export function linkIn(html: string, href: string): boolean {
  return html.includes(`href="${href}"`);
}

function mainForm(html: string): string {
  const main = html.slice(Math.max(0, html.indexOf('<main')));
  return /<form\b[^>]*method="post"[\s\S]*?<\/form>/.exec(main)?.[0] ?? '';
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : unescaped(found);
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#x27': "'",
  '#x3D': '=',
  '#x60': '`',
};

function unescaped(text: string): string {
  return text.replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
