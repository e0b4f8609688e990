import { Op } from 'sequelize';
import type { SessionRepository } from '../core/access/session-repository.ts';
import type { StoreContext } from './store-context.ts';

export function makeSessionRepository({ models }: StoreContext): SessionRepository {
  const { session } = models;
  return {
    async find(key, nowMs) {
      const row = await session.findOne({ where: { key, expiresAtMs: { [Op.gt]: nowMs } } });
      if (!row) return undefined;
      const { content, expiresAtMs } = row.get();
      return { content, expiresAtMs };
    },
    async save(key, { content, expiresAtMs }) {
      await session.upsert({ key, content, expiresAtMs });
    },
    async prolong(key, expiresAtMs) {
      await session.update({ expiresAtMs }, { where: { key } });
    },
    async remove(key) {
      await session.destroy({ where: { key } });
    },
    removeExpired: (nowMs) => session.destroy({ where: { expiresAtMs: { [Op.lte]: nowMs } } }),
  };
}
