import type { z } from 'zod';
import type { payloadMappingSchema } from '../../../core/transfer/payload-mapping.ts';
import type { PayloadSource } from '../../../core/transfer/make-payload.ts';

type MappingFile = z.input<typeof payloadMappingSchema>;

const version = '1.0.0';

/** A case for the data schema of `test/fixtures/fim`, as an analyst writes it. */
export const parkingMapping: MappingFile = {
  schemaId: 'S99000000001',
  schemaVersion: version,
  schemaUri: 'https://schema.example.org/fim/s99000000001_1.0.0.xsd',
  withVersions: true,
  content: [
    {
      type: 'group',
      id: 'G99000000001',
      version,
      content: [
        text('F99000000001', 'answers.familyName', { minLength: 1, maxLength: 120 }),
        text('F99000000002', 'answers.givenNames', { minLength: 1, maxLength: 80 }),
        { type: 'date', id: 'F99000000003', version, from: 'answers.birthDate' },
      ],
    },
    {
      type: 'group',
      id: 'G99000000002',
      version,
      content: [
        text('F99000000004', 'facts.residence.street', { maxLength: 55 }),
        text('F99000000005', 'facts.residence.houseNumber', { maxLength: 9, occurs: '0:1' }),
        text('F99000000006', 'facts.residence.postalCode', { pattern: '[0-9]{5}' }),
        text('F99000000007', 'facts.residence.city', { maxLength: 40 }),
      ],
    },
    {
      type: 'group',
      id: 'G99000000003',
      version,
      content: [
        text('F99000000008', 'answers.plate', { maxLength: 12 }),
        {
          type: 'select',
          id: 'F99000000009',
          version,
          from: 'answers.term',
          codes: { oneYear: '12', twoYears: '24' },
        },
        { type: 'bool', id: 'F99000000010', version, from: 'answers.hasGarage' },
        {
          type: 'file',
          id: 'F99000000011',
          version,
          occurs: '0:*',
          from: 'documents.keeper-declaration',
        },
        {
          type: 'num_currency',
          id: 'F99000000012',
          version,
          occurs: '0:1',
          from: 'facts.feeCents',
          min: 0,
          max: 1000,
        },
      ],
    },
  ],
};

export const parkingCase: PayloadSource = {
  answers: {
    familyName: 'Mustermann',
    givenNames: 'Erika',
    birthDate: '1964-08-12',
    plate: 'N-AB 123',
    term: 'oneYear',
    hasGarage: false,
  },
  facts: {
    residence: {
      street: 'Hauptmarkt',
      houseNumber: '18',
      postalCode: '90403',
      city: 'Nürnberg',
    },
    feeCents: 3000,
  },
  enclosures: new Map([['keeper-declaration', 'anlage-1']]),
};

function text(
  id: string,
  from: string,
  bounds: { minLength?: number; maxLength?: number; pattern?: string; occurs?: string },
) {
  return { type: 'text' as const, id, version, from, ...bounds };
}
