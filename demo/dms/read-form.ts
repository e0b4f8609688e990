import express, { type Request, type RequestHandler } from 'express';
import { CmisProblem } from './cmis-problem.ts';
import type { NewContent } from './objects.ts';

/** What a POST of the browser binding brings (5.2.5): controls, properties, content. */
export interface CmisForm {
  /** Of `cmisaction`, in the standard's spelling where it is one of ours. */
  action: string;
  control(name: string): string | undefined;
  property(id: string): string | undefined;
  content(): NewContent;
}

interface Fields {
  texts: ReadonlyMap<string, string>;
  file?: NewContent;
}

const forms = new WeakMap<Request, CmisForm>();
const MOST_BYTES = 64 * 1024 * 1024;

/** Reads the form, so that what comes after finds it without waiting (`formOf`). */
export function readForms(actions: readonly string[]): RequestHandler[] {
  return [
    express.raw({ type: () => true, limit: MOST_BYTES }),
    async (request, _response, next) => {
      const fields = await readFields(request).catch(() => ({ texts: new Map<string, string>() }));
      forms.set(request, toForm(fields, actions));
      next();
    },
  ];
}

export function formOf(request: Request): CmisForm {
  const form = forms.get(request);
  if (!form) throw new CmisProblem('invalidArgument', 'no form');
  return form;
}

/** The web's own reader knows both encodings. */
async function readFields(request: Request): Promise<Fields> {
  const body: unknown = request.body;
  const headers = { 'Content-Type': request.get('Content-Type') ?? '' };
  const data = await new Response(Buffer.isBuffer(body) ? new Uint8Array(body) : '', {
    headers,
  }).formData();
  const texts = new Map<string, string>();
  let file: NewContent | undefined;
  for (const [name, value] of data) {
    if (typeof value === 'string') texts.set(name, value);
    else file = await toContent(value);
  }
  return { texts, ...(file ? { file } : {}) };
}

async function toContent(file: File): Promise<NewContent> {
  return {
    bytes: new Uint8Array(await file.arrayBuffer()),
    mediaType: file.type || 'application/octet-stream',
    fileName: file.name,
  };
}

function toForm({ texts, file }: Fields, actions: readonly string[]): CmisForm {
  const properties = readProperties(texts);
  const given = texts.get('cmisaction') ?? '';
  return {
    action: actions.find((known) => known.toLowerCase() === given.toLowerCase()) ?? given,
    control: (name) => texts.get(name),
    property: (id) => properties.get(id),
    content() {
      if (!file) throw new CmisProblem('constraint', 'a document has content here');
      return file;
    },
  };
}

/** `propertyId[0]=cmis:name`, `propertyValue[0]=…`; indexes begin with 0 and have no gaps. */
function readProperties(texts: ReadonlyMap<string, string>): Map<string, string> {
  const found = new Map<string, string>();
  for (let index = 0; ; index += 1) {
    const id = texts.get(`propertyId[${index}]`);
    if (id === undefined) return found;
    found.set(id, texts.get(`propertyValue[${index}]`) ?? '');
  }
}
