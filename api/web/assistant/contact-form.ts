import type { Contact } from '../../../core/cases/case-file.ts';
import type { Translate } from '../../../core/i18n/translate.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Form } from '../../../core/procedures/form.ts';

const MAX_EMAIL = 254;

/** The one step that is ours: an address for notices, if somebody wants them. */
export function contactForm(t: Translate): Form {
  return {
    name: 'kontakt',
    title: t('assistant.contactTitle'),
    components: [
      { type: 'text', id: 'kontakt-text', text: t('assistant.contactText') },
      {
        type: 'textfield',
        id: 'email',
        key: 'email',
        label: t('assistant.email'),
        required: false,
        maxLength: MAX_EMAIL,
        format: 'email',
      },
    ],
  };
}

export function contactAnswers(contact: Contact): JsonObject {
  return contact.email === undefined ? {} : { email: contact.email };
}

export function answersToContact(answers: JsonObject): Contact {
  const email = answers['email'];
  return typeof email === 'string' && email !== '' ? { email } : {};
}
