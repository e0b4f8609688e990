import { makeBundle } from '../../core/procedures/bundle.ts';
import type { Bundle } from '../../core/procedures/procedure.ts';
import { jsonOf, withMore } from './altered-bundle.ts';

/**
 * The library's fee with a task that asks for papers: exactly those that staff asked for
 * (`staff.asked`), under the words that they wrote.
 */
export function withLatePapers({ key, files }: Bundle): Bundle {
  const model = (files.get('process.bpmn') ?? '').replace(
    /(<bpmn:userTask id="chooseItems"[\s\S]*?<zeebe:properties>)/,
    '$1<zeebe:property name="words" value="askText" />',
  );
  const changed = new Map(files)
    .set('forms/nachreichen.form', JSON.stringify(LATE))
    .set('forms/fragen.form', JSON.stringify(ASK))
    .set('process.bpmn', model)
    .set('procedure.json', withMore(files, 'procedure.json', { processData: withNotAll(files) }))
    .set('texts/en.json', withMore(files, 'texts/en.json', ENGLISH));
  return makeBundle(key, changed);
}

function withNotAll(files: Bundle['files']): object {
  const { processData } = jsonOf(files, 'procedure.json');
  return { ...(processData as object), notAll: { type: 'boolean' } };
}

const LATE = {
  type: 'default',
  id: 'nachreichen',
  schemaVersion: 18,
  properties: { title: 'Bitte reichen Sie nach', partialBy: 'notAll' },
  components: [
    {
      type: 'textfield',
      id: 'c1',
      key: 'plateNumber',
      label: 'Kennzeichen',
      validate: { required: true },
      conditional: { hide: '=not(list contains(staff.asked, "plateNumber"))' },
    },
    {
      type: 'filepicker',
      id: 'c2',
      key: 'declaration',
      label: 'Erklärung des Halters',
      multiple: true,
      validate: { required: true },
      properties: { maxFiles: 2 },
      conditional: { hide: '=not(list contains(staff.asked, "declaration"))' },
    },
    {
      type: 'filepicker',
      id: 'c3',
      key: 'proof',
      label: 'Nachweis',
      validate: { required: true },
      conditional: { hide: '=not(list contains(staff.asked, "proof"))' },
    },
    {
      type: 'checkbox',
      id: 'c4',
      key: 'notAll',
      label: 'Ich habe nicht alles',
      conditional: { hide: '=count(staff.asked) < 2' },
    },
  ],
};

const ASK = {
  type: 'default',
  id: 'fragen',
  schemaVersion: 18,
  properties: { title: 'Fragen' },
  components: [{ type: 'textarea', id: 'c1', key: 'askText', label: 'Text' }],
};

const ENGLISH = {
  'forms.nachreichen.title': 'Please hand in',
  'forms.nachreichen.plateNumber.label': 'Plate',
  'forms.nachreichen.declaration.label': 'Declaration',
  'forms.nachreichen.proof.label': 'Proof',
  'forms.nachreichen.notAll.label': 'I do not have everything',
  'forms.fragen.title': 'Questions',
  'forms.fragen.askText.label': 'Text',
};
