import { makeBundle } from '../../core/procedures/bundle.ts';
import type { Bundle } from '../../core/procedures/procedure.ts';
import { stepsBehind, withMore } from './altered-bundle.ts';

/** The library's fee with a first step that wants papers: a single photo and several proofs. */
export function withUploads(bundle: Bundle): Bundle {
  const { key, files } = bundle;
  if (key !== 'bibliotheksgebuehr') return bundle;
  const steps = stepsBehind('forms/unterlagen', files);
  const changed = new Map(files)
    .set('forms/unterlagen.form', JSON.stringify(papers))
    .set('procedure.json', withMore(files, 'procedure.json', { steps }))
    .set('texts/en.json', withMore(files, 'texts/en.json', english));
  return makeBundle(key, changed);
}

const papers = {
  type: 'default',
  id: 'unterlagen',
  schemaVersion: 18,
  properties: { title: 'Ihre Unterlagen' },
  components: [
    { type: 'textfield', id: 'c1', key: 'remark', label: 'Bemerkung' },
    {
      type: 'filepicker',
      id: 'c2',
      key: 'photo',
      label: 'Foto',
      accept: '.jpg,.png',
    },
    {
      type: 'filepicker',
      id: 'c3',
      key: 'proofs',
      label: 'Nachweise',
      description: 'Zum Beispiel der Zulassungsschein.',
      multiple: true,
      validate: { required: true },
      properties: { maxFiles: 3 },
    },
    {
      type: 'filepicker',
      id: 'c4',
      key: 'extra',
      label: 'Weiteres',
      conditional: { hide: '=remark != "mehr"' },
    },
  ],
};

const english = {
  'forms.unterlagen.title': 'Your papers',
  'forms.unterlagen.remark.label': 'Remark',
  'forms.unterlagen.photo.label': 'Photo',
  'forms.unterlagen.proofs.label': 'Proofs',
  'forms.unterlagen.proofs.description': 'For example the registration certificate.',
  'forms.unterlagen.extra.label': 'More',
};
