import { makeBundle } from '../../core/procedures/bundle.ts';
import type { Bundle } from '../../core/procedures/procedure.ts';
import { withMore } from './altered-bundle.ts';
import { withLatePapers } from './late-papers.ts';

const PROPERTIES = `
            <zeebe:property name="bulk" value="handBooking=booked" />
            <zeebe:property name="reasons" value="numberTries" />
            <zeebe:property name="letterField" value="handBooking" />
            <zeebe:property name="letter-refund" value="=if identification = &#34;card&#34; then &#34;templates/absage&#34; else null" />`;

const TEXTS = {
  de: {
    'status.bookByHand.bulk': 'Als gebucht freigeben',
    'reason.two-keepers': 'Das Fahrzeug hat zwei Halter',
    'reason.zone-unclear': 'Die Zone ist unklar',
    'refusal.title': 'Ablehnung',
    'refusal.remedy': 'Rechtsbehelf: Klage beim Verwaltungsgericht.',
  },
  en: {
    'status.bookByHand.bulk': 'Release as booked',
    'reason.two-keepers': 'The vehicle has two keepers',
    'reason.zone-unclear': 'The zone is unclear',
    'forms.anderes.title': 'Issue again',
    'forms.anderes.handBooking.label': 'Again',
    'forms.anderes.handBooking.choices.booked': 'Yes',
    'refusal.title': 'Refusal',
    'refusal.remedy': 'Remedy: go to court.',
  },
} as const;

const LETTER = `# {{text "refusal.title"}}

Vorgang: {{case.number}}

Gewählt: {{staff.handBooking}}

{{text "refusal.remedy"}}
`;

/** A field of the same name as the booking's, in a form that nobody has answered. */
const OTHER = {
  type: 'default',
  id: 'anderes',
  schemaVersion: 18,
  properties: { title: 'Noch einmal ausstellen' },
  components: [
    {
      type: 'radio',
      id: 'c1',
      key: 'handBooking',
      label: 'Noch einmal',
      values: [{ value: 'booked', label: 'Ja' }],
    },
  ],
};

/** The library's fee whose booking by hand says everything to the desk that a task may say. */
export function withDeskTask(bundle: Bundle): Bundle {
  const { key, files } = withLatePapers(bundle);
  const changed = new Map(files)
    .set('templates/absage.letter.hbs', LETTER)
    .set('forms/anderes.form', JSON.stringify(OTHER));
  for (const locale of ['de', 'en'] as const) {
    const name = `texts/${locale}.json`;
    changed.set(name, withMore(files, name, TEXTS[locale]));
  }
  const model = (files.get('process.bpmn') ?? '').replace(
    '<zeebe:property name="status" value="status.bookByHand" />',
    (status) => status + PROPERTIES,
  );
  return makeBundle(key, changed.set('process.bpmn', model));
}
