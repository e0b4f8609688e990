import { makeBundle } from '../../core/procedures/bundle.ts';
import type { Bundle } from '../../core/procedures/procedure.ts';
import { jsonOf, withMore } from './altered-bundle.ts';

const ACTIONS = [
  {
    key: 'withdraw',
    message: 'application-withdrawn',
    by: ['applicant'],
    form: 'forms/ruecknahme',
  },
  { key: 'note', message: 'note-sent', by: ['applicant', 'staff'] },
  { key: 'revoke', message: 'revoked', by: ['staff'] },
];

/**
 * The library's fee with actions: while items are chosen it may be withdrawn, a note may be sent
 * again and again, and staff may revoke.
 */
export function withActions({ key, files }: Bundle): Bundle {
  const changed = new Map(files)
    .set('procedure.json', withMore(files, 'procedure.json', configured(files)))
    .set('texts/de.json', withMore(files, 'texts/de.json', said('de')))
    .set('texts/en.json', withMore(files, 'texts/en.json', said('en')))
    .set('forms/ruecknahme.form', JSON.stringify(FORM))
    .set('process.bpmn', modelled(files.get('process.bpmn') ?? ''));
  return makeBundle(key, changed);
}

/** Of which the revocation is by a letter, with the clerk's reason and what will be known by then. */
export function withRevocation(bundle: Bundle): Bundle {
  const { key, files } = withActions(bundle);
  const letter = { template: 'templates/widerruf', facts: { card: { state: 'revoked' } } };
  const actions = ACTIONS.map((action) =>
    action.key === 'revoke' ? { ...action, form: 'forms/widerruf', letter } : action,
  );
  const english = {
    'forms.widerruf.title': 'Revoke',
    'forms.widerruf.revokeReason.label': 'Reason',
  };
  const changed = new Map(files)
    .set('procedure.json', withMore(files, 'procedure.json', { actions }))
    .set('texts/en.json', withMore(files, 'texts/en.json', english))
    .set('forms/widerruf.form', JSON.stringify(REVOCATION))
    .set('templates/widerruf.letter.hbs', LETTER);
  return makeBundle(key, changed);
}

const REVOCATION = {
  type: 'default',
  id: 'widerruf',
  schemaVersion: 18,
  properties: { title: 'Widerrufen' },
  components: [
    {
      type: 'textarea',
      id: 'c1',
      key: 'revokeReason',
      label: 'Begründung',
      validate: { required: true },
    },
  ],
};

const LETTER = `# Widerruf zu {{case.number}}

Karte {{facts.card.number}} ist {{facts.card.state}}.

{{staff.revokeReason}}
`;

type Json = Record<string, unknown>;

function configured(files: Bundle['files']): Json {
  const { processData, messages } = jsonOf(files, 'procedure.json');
  const data = { withdrawReason: { type: 'enum', values: ['mistake', 'other'] } };
  return {
    actions: ACTIONS,
    processData: { ...(processData as Json), ...data },
    messages: { ...(messages as Json), 'application-withdrawn': ['withdrawReason'] },
  };
}

function said(language: string): Json {
  const texts: Json = {};
  for (const { key } of ACTIONS) {
    texts[`action.${key}.label`] = `${key} label ${language}`;
    texts[`action.${key}.explanation`] = `${key} explained ${language}`;
    texts[`action.${key}.confirm`] = `${key} now ${language}`;
    texts[`action.${key}.done`] = `${key} done ${language}`;
  }
  if (language === 'de') return { ...texts, 'outcome.withdrawn': 'Zurückgenommen' };
  return {
    ...texts,
    'outcome.withdrawn': 'Withdrawn',
    'forms.ruecknahme.title': 'Withdraw',
    'forms.ruecknahme.withdrawReason.label': 'Why?',
    'forms.ruecknahme.withdrawReason.choices.mistake': 'By mistake',
    'forms.ruecknahme.withdrawReason.choices.other': 'Other',
    'forms.ruecknahme.withdrawRemark.label': 'Remark',
  };
}

const FORM = {
  type: 'default',
  id: 'ruecknahme',
  schemaVersion: 18,
  properties: { title: 'Zurücknehmen' },
  components: [
    {
      type: 'radio',
      id: 'c1',
      key: 'withdrawReason',
      label: 'Warum?',
      values: [
        { value: 'mistake', label: 'Aus Versehen' },
        { value: 'other', label: 'Anderes' },
      ],
      validate: { required: true },
    },
    { type: 'textfield', id: 'c2', key: 'withdrawRemark', label: 'Bemerkung' },
  ],
};

function modelled(xml: string): string {
  const inside = ACTIONS.map(({ key, message }) => {
    const stays = key === 'note' ? ' cancelActivity="false"' : '';
    return `
    <bpmn:boundaryEvent id="${key}Boundary"${stays} attachedToRef="chooseItems">
      <bpmn:outgoing>${key}ToEnd</bpmn:outgoing>
      <bpmn:messageEventDefinition messageRef="${key}Message" />
    </bpmn:boundaryEvent>
    <bpmn:endEvent id="${key}End">
      <bpmn:extensionElements><zeebe:properties><zeebe:property name="outcome" value="outcome.withdrawn" /></zeebe:properties></bpmn:extensionElements>
      <bpmn:incoming>${key}ToEnd</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="${key}ToEnd" sourceRef="${key}Boundary" targetRef="${key}End" />
    <!-- ${message} -->`;
  });
  const messages = ACTIONS.map(
    ({ key, message }) => `
  <bpmn:message id="${key}Message" name="${message}">
    <bpmn:extensionElements><zeebe:subscription correlationKey="=caseId" /></bpmn:extensionElements>
  </bpmn:message>`,
  );
  return xml
    .replace('</bpmn:process>', `${inside.join('')}\n</bpmn:process>`)
    .replace('<bpmndi:BPMNDiagram', `${messages.join('')}\n<bpmndi:BPMNDiagram`);
}
