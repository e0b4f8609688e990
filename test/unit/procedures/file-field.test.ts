import { expect } from 'chai';
import type { DraftDocument } from '../../../core/cases/case-file.ts';
import { uploadsByField } from '../../../core/procedures/check-uploads.ts';
import { checkAnswers } from '../../../core/procedures/form-check.ts';
import { makeTexts } from '../../../core/procedures/make-texts.ts';
import { makeProblemList } from '../../../core/procedures/problem-list.ts';
import { readForm } from '../../../core/procedures/read-form.ts';

const texts = makeTexts(new Map([['de', [new Map()]]]));

function read(field: object, inGroup = false) {
  const problems = makeProblemList();
  const picker = { type: 'filepicker', id: 'f', key: 'schein', label: 'Schein', ...field };
  const group = { type: 'dynamiclist', id: 'g', path: 'g', label: 'G', components: [picker] };
  const components = [inGroup ? group : picker];
  const text = JSON.stringify({ type: 'default', properties: { title: 'T' }, components });
  const form = readForm('forms/x.form', text, problems);
  return { form, rules: problems.all().map(({ code }) => code) };
}

function fieldOf(field: object) {
  const { form, rules } = read(field);
  expect(rules).to.deep.equal([]);
  return form?.components[0];
}

function file(fileName: string, component = 'schein'): DraftDocument {
  return { id: fileName, component, fileName, mediaType: 'application/pdf', sizeBytes: 7 };
}

function check(field: object, documents: readonly DraftDocument[], raw = {}) {
  const { form } = read(field);
  if (!form) throw new Error('no form');
  const uploads = uploadsByField(documents);
  const context = { answers: {}, facts: {}, texts, locale: 'de' as const, nowMs: 0, uploads };
  const { answers, errors } = checkAnswers(form, raw, context);
  return { answer: answers['schein'], errors: errors.map(({ code }) => code) };
}

describe('a file field', () => {
  it('takes one file of every kind unless it says otherwise', () => {
    expect(fieldOf({})).to.deep.include({
      type: 'filepicker',
      kinds: ['pdf', 'jpeg', 'png'],
      minFiles: 0,
      maxFiles: 1,
      required: false,
    });
  });

  it('says what it takes and how many', () => {
    const properties = { minFiles: '2', maxFiles: '4' };
    const field = { accept: '.pdf', multiple: true, validate: { required: true }, properties };
    expect(fieldOf(field)).to.deep.include({
      kinds: ['pdf'],
      minFiles: 2,
      maxFiles: 4,
      required: true,
    });
    expect(fieldOf({ multiple: true })).to.deep.include({ maxFiles: 5 });
  });

  for (const wrong of [
    { accept: '.zip' },
    { accept: '=kinds' },
    { accept: 'image/*' },
    { multiple: 'yes' },
    { properties: { maxFiles: 2 } },
    { multiple: true, properties: { maxFiles: 21 } },
    { multiple: true, properties: { maxFiles: 2, minFiles: 3 } },
  ]) {
    it(`is refused with ${JSON.stringify(wrong)}`, () => {
      expect(read(wrong).rules).to.deep.equal(['form-attribute-invalid']);
    });
  }

  it('is refused inside a repeated group', () => {
    expect(read({}, true).rules).to.deep.equal(['form-component-unknown']);
  });

  it('is answered by what was uploaded, named as the case keeps it', () => {
    const documents = [file('a.pdf'), file('other.pdf', 'nachweis'), file('b.pdf')];
    expect(check({ multiple: true }, documents).answer).to.deep.equal(
      ['a.pdf', 'b.pdf'].map((fileName, index) => ({
        document: `upload-schein-${index + 1}`,
        fileName,
        mediaType: 'application/pdf',
        sizeBytes: 7,
      })),
    );
  });

  it('believes nothing that a browser says', () => {
    const raw = { schein: ['passwd'] };
    expect(check({}, [], raw).answer).to.deep.equal([]);
    expect(check({ validate: { required: true } }, [], raw).errors).to.deep.equal(['required']);
  });

  it('counts', () => {
    const several = { multiple: true, properties: { minFiles: 2, maxFiles: 2 } };
    const files = ['a', 'b', 'c'].map((name) => file(name));
    expect(check(several, []).errors).to.deep.equal([]);
    expect(check(several, files.slice(0, 1)).errors).to.deep.equal(['too-few-files']);
    expect(check(several, files.slice(0, 2)).errors).to.deep.equal([]);
    expect(check(several, files).errors).to.deep.equal(['too-many-files']);
  });

  it('does not count while it is hidden', () => {
    const hidden = { validate: { required: true }, conditional: { hide: '=true' } };
    expect(check(hidden, [file('a')])).to.deep.equal({ answer: undefined, errors: [] });
  });
});
