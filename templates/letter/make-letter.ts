import PDFDocument from 'pdfkit';
import type { Locale } from '../../core/procedures/texts.ts';
import type { LetterBlock, LetterFact } from './letter-blocks.ts';
import { letterFonts } from './letter-fonts.ts';

type Pdf = PDFKit.PDFDocument;

/** DIN 5008 form B, in points: 25 mm left, 20 mm right, text width 165 mm. */
const MARGINS = { top: 71, bottom: 71, left: 71, right: 57 };
const LABEL_WIDTH = 150;
const SIZES = { title: 18, heading: 13, text: 11 };
const LANGUAGES: Readonly<Record<Locale, string>> = {
  de: 'de-DE',
  en: 'en-GB',
  'de-leicht': 'de-DE',
};

/**
 * A letter as PDF with structure for readers: tagged, language, title, fonts embedded, following
 * PDF/UA-1 (ISO 14289-1); no checker has confirmed it yet.
 */
export async function makeLetter(
  blocks: readonly LetterBlock[],
  about: { readonly title: string; readonly locale: Locale; readonly createdAt: Date },
): Promise<Uint8Array> {
  const pdf = openDocument(about);
  const content = collect(pdf);
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  for (const block of blocks) addBlock(pdf, root, block);
  root.end();
  pdf.end();
  return content;
}

function openDocument(about: { title: string; locale: Locale; createdAt: Date }): Pdf {
  const fonts = letterFonts();
  const pdf = new PDFDocument({
    size: 'A4',
    margins: MARGINS,
    pdfVersion: '1.7',
    tagged: true,
    // The package knows it, its types do not yet.
    subset: 'PDF/UA' as 'PDF/A-1',
    lang: LANGUAGES[about.locale],
    displayTitle: true,
    // The package takes a buffer here too; its types know the path alone.
    font: fonts.regular as unknown as string,
    info: { Title: about.title, Producer: 'Amtsweg', CreationDate: about.createdAt },
  });
  pdf.registerFont('regular', fonts.regular);
  pdf.registerFont('bold', fonts.bold);
  return pdf;
}

function collect(pdf: Pdf): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('error', reject);
    pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
  });
}

function addBlock(pdf: Pdf, root: PDFKit.PDFStructureElement, block: LetterBlock): void {
  switch (block.type) {
    case 'title':
      return addText(pdf, root, 'H1', block.text, { font: 'bold', size: SIZES.title, after: 14 });
    case 'heading':
      return addText(pdf, root, 'H2', block.text, { font: 'bold', size: SIZES.heading, after: 6 });
    case 'paragraph':
      return addText(pdf, root, 'P', block.text, { font: 'regular', size: SIZES.text, after: 9 });
    case 'list':
      return addList(pdf, root, block.items);
    case 'facts':
      return addFacts(pdf, root, block.facts);
  }
}

interface Look {
  readonly font: 'regular' | 'bold';
  readonly size: number;
  readonly after: number;
}

function addText(
  pdf: Pdf,
  parent: PDFKit.PDFStructureElement,
  tag: string,
  text: string,
  look: Look,
): void {
  parent.add(
    pdf.struct(tag, {}, () => {
      pdf.font(look.font).fontSize(look.size).text(text, MARGINS.left, pdf.y, { lineGap: 2 });
    }),
  );
  pdf.y += look.after;
}

function addList(pdf: Pdf, root: PDFKit.PDFStructureElement, items: readonly string[]): void {
  const list = pdf.struct('L');
  root.add(list);
  for (const item of items) {
    const entry = pdf.struct('LI');
    list.add(entry);
    addText(pdf, entry, 'LBody', `–  ${item}`, { font: 'regular', size: SIZES.text, after: 3 });
    entry.end();
  }
  list.end();
  pdf.y += 6;
}

/** Labels and values side by side: a table whose rows begin with their heading. */
function addFacts(pdf: Pdf, root: PDFKit.PDFStructureElement, facts: readonly LetterFact[]): void {
  const table = pdf.struct('Table');
  root.add(table);
  for (const fact of facts) {
    const row = pdf.struct('TR');
    table.add(row);
    addFact(pdf, row, fact);
    row.end();
  }
  table.end();
  pdf.y += 12;
}

function addFact(pdf: Pdf, row: PDFKit.PDFStructureElement, { label, value }: LetterFact): void {
  const valueLeft = MARGINS.left + LABEL_WIDTH;
  const width = pdf.page.width - valueLeft - MARGINS.right;
  const needed = pdf.font('regular').fontSize(SIZES.text).heightOfString(value, { width });
  if (pdf.y + needed > pdf.page.height - MARGINS.bottom) pdf.addPage();
  const top = pdf.y;
  row.add(
    pdf.struct('TH', {}, () => {
      const options = { width: LABEL_WIDTH - 10, lineGap: 2 };
      pdf.font('regular').fontSize(SIZES.text).text(label, MARGINS.left, top, options);
    }),
  );
  const labelBottom = pdf.y;
  row.add(
    pdf.struct('TD', {}, () => {
      pdf.font('bold').fontSize(SIZES.text).text(value, valueLeft, top, { width, lineGap: 2 });
    }),
  );
  pdf.y = Math.max(labelBottom, pdf.y) + 4;
}
