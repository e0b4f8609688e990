import { makeBundle } from '../../core/procedures/bundle.ts';
import type { Bundle } from '../../core/procedures/procedure.ts';
import { stepsBehind, withMore } from './altered-bundle.ts';

/** The library's fee with a step about the person, filled in from account and earlier cases. */
export function withPrefill({ key, files }: Bundle): Bundle {
  const steps = stepsBehind('forms/person', files);
  const changed = new Map(files)
    .set('forms/person.form', JSON.stringify(PERSON))
    .set(
      'procedure.json',
      withMore(files, 'procedure.json', { steps, prefill: PREFILL, followUps: FOLLOW_UPS }),
    )
    .set('texts/de.json', withMore(files, 'texts/de.json', GERMAN))
    .set('texts/en.json', withMore(files, 'texts/en.json', ENGLISH));
  return makeBundle(key, changed);
}

/** Who chooses items may apply anew for `longer`. */
export function withOffer(bundle: Bundle): Bundle {
  const { key, files } = withPrefill(bundle);
  const changed = new Map(files);
  offerAt(changed, '<bpmn:userTask id="chooseItems"', OFFER);
  return makeBundle(key, changed);
}

export const OFFER = '<zeebe:property name="offers" value="longer" />';

/** Puts more properties to an element of the model. */
export function offerAt(files: Map<string, string>, element: string, properties: string): void {
  const model = files.get('process.bpmn') ?? '';
  const list = '<zeebe:properties>';
  const at = model.indexOf(list, model.indexOf(element)) + list.length;
  files.set('process.bpmn', model.slice(0, at) + properties + model.slice(at));
}

const PREFILL = {
  familyName: 'person.familyName',
  birthDate: 'person.birthDate',
  street: 'person.street',
  months: 'earlier.months',
  plate: 'earlier.plate',
};

const FOLLOW_UPS = { longer: { months: '12' } };

const GERMAN = {
  'followUp.longer.label': 'Länger',
  'followUp.longer.next': 'Sie können jetzt verlängern.',
};

const PERSON = {
  type: 'default',
  id: 'person',
  schemaVersion: 18,
  properties: { title: 'Zu Ihnen' },
  components: [
    {
      type: 'textfield',
      id: 'c1',
      key: 'familyName',
      label: 'Name',
      description: 'Wie im Ausweis.',
    },
    { type: 'datetime', id: 'c2', key: 'birthDate', subtype: 'date', dateLabel: 'Geburtstag' },
    { type: 'textfield', id: 'c3', key: 'street', label: 'Straße', validate: { maxLength: 20 } },
    {
      type: 'radio',
      id: 'c4',
      key: 'months',
      label: 'Monate',
      values: [
        { value: '6', label: '6' },
        { value: '12', label: '12' },
      ],
    },
    {
      type: 'textfield',
      id: 'c5',
      key: 'plate',
      label: 'Kennzeichen',
      properties: { format: 'plate' },
    },
  ],
};

const ENGLISH = {
  'followUp.longer.label': 'Longer',
  'followUp.longer.next': 'You can make it longer now.',
  'forms.person.title': 'About you',
  'forms.person.familyName.label': 'Name',
  'forms.person.familyName.description': 'As in your passport.',
  'forms.person.birthDate.label': 'Birthday',
  'forms.person.street.label': 'Street',
  'forms.person.months.label': 'Months',
  'forms.person.months.choices.6': '6',
  'forms.person.months.choices.12': '12',
  'forms.person.plate.label': 'Plate',
};
