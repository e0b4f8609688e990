import { XmlDocument, XsdValidator } from 'libxml2-wasm';

/** Throws what is wrong with an XML text by a schema. */
export function validateXml(xml: string, schema: string): void {
  const schemaDocument = XmlDocument.fromString(schema);
  const validator = XsdValidator.fromDoc(schemaDocument);
  try {
    const document = XmlDocument.fromString(xml);
    try {
      validator.validate(document);
    } finally {
      document.dispose();
    }
  } finally {
    validator.dispose();
    schemaDocument.dispose();
  }
}
