import { QueryTypes } from 'sequelize';
import { CaseError } from '../core/cases/case-error.ts';
import type { Effect, EffectIdentity, EffectRepository } from '../core/cases/repositories.ts';
import { effectKey } from '../core/effects/effect-key.ts';
import { checkValue, MAX_FACTS_BYTES } from './check-value.ts';
import type { EffectRow } from './models/effect.ts';
import type { StoreContext } from './store-context.ts';

export function makeEffectRepository(context: StoreContext): EffectRepository {
  const { models, clock } = context;
  return {
    async intend(identity) {
      const key = effectKey(identity);
      const fresh = await insertIntended(context, key, identity);
      const stored = (await models.effect.findByPk(key))?.get();
      if (!stored) throw new CaseError('effect-not-found', `Effect ${key} was withdrawn meanwhile`);
      if (stored.requestHash !== identity.requestHash) {
        throw new CaseError(
          'effect-request-differs',
          `${identity.topic} (${identity.purpose}) was asked for something else before`,
        );
      }
      return { effect: toEffect(stored), fresh };
    },
    async done(key, result) {
      checkValue(`result of effect ${key}`, result, MAX_FACTS_BYTES);
      const [changed] = await models.effect.update(
        { state: 'done', result, reason: null, endedAtMs: clock.now() },
        { where: { key } },
      );
      if (changed === 0) throw new CaseError('effect-not-found', `There is no effect ${key}`);
    },
    async inDoubt(key, reason) {
      await models.effect.update(
        { state: 'in-doubt', reason: reason.replaceAll('\0', '').slice(0, 2_000) },
        { where: { key, state: 'intended' } },
      );
    },
    async withdraw(key) {
      await models.effect.destroy({ where: { key, state: 'intended' } });
    },
  };
}

function toEffect({ key, state, result }: EffectRow): Effect {
  return { key, state, ...(state === 'done' ? { result } : {}) };
}

/** One statement decides who was first; of two at once the other one gets `false`. */
async function insertIntended(
  { sequelize, clock }: StoreContext,
  key: string,
  identity: EffectIdentity,
): Promise<boolean> {
  const { caseId, elementInstanceKey, topic, purpose, attempt, requestHash } = identity;
  const inserted = await sequelize.query(
    `insert into effect (key, case_id, element_instance_key, topic, purpose, attempt,
       request_hash, state, intended_at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, 'intended', $8)
     on conflict (key) do nothing returning key`,
    {
      bind: [key, caseId, elementInstanceKey, topic, purpose, attempt, requestHash, clock.now()],
      type: QueryTypes.SELECT,
    },
  );
  return inserted.length > 0;
}
