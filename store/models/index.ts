import type { Sequelize } from 'sequelize';
import { defineAnchor, defineAudit } from './audit.ts';
import { defineBundle, defineOffered } from './bundle.ts';
import { defineCaseFile } from './case-file.ts';
import { defineChunk, defineDocument } from './document.ts';
import { defineDraft } from './draft.ts';
import { defineDraftChunk, defineDraftDocument } from './draft-document.ts';
import { defineEffect } from './effect.ts';
import { definePayment } from './payment.ts';
import { defineSession } from './session.ts';

export type Models = ReturnType<typeof defineModels>;

export function defineModels(sequelize: Sequelize) {
  return {
    draft: defineDraft(sequelize),
    draftDocument: defineDraftDocument(sequelize),
    draftChunk: defineDraftChunk(sequelize),
    caseFile: defineCaseFile(sequelize),
    document: defineDocument(sequelize),
    chunk: defineChunk(sequelize),
    audit: defineAudit(sequelize),
    anchor: defineAnchor(sequelize),
    effect: defineEffect(sequelize),
    payment: definePayment(sequelize),
    bundle: defineBundle(sequelize),
    offered: defineOffered(sequelize),
    session: defineSession(sequelize),
  };
}
