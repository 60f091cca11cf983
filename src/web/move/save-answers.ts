import { api } from '../api.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { say } from '../ui/toast.ts'
import type { Gate } from '../wire.ts'
import { i18n } from '../words.ts'
import { patchOf } from './fillable.ts'
import { type Answer, answersToGiven } from './gate-answers.ts'
import type { Moving } from './target.ts'

/** Keeps what was entered for criteria without moving the deal; says so, or why not. Answers whether it was kept. */
export async function saveAnswers(
  deal: Moving,
  gates: Gate[],
  answers: Record<string, Answer>,
  done: string,
): Promise<boolean> {
  const { fields, evidence } = answersToGiven(gates, answers)
  try {
    if (fields) await api.editDeal(deal.id, patchOf(fields), deal.version)
    for (const given of evidence ?? []) await api.giveEvidence(deal.id, given)
    say({ title: done })
    return true
  } catch (error) {
    say({ title: i18n.t('This could not be saved'), detail: sentenceOf(error), tone: 'bad' })
    return false
  } finally {
    // Only with the version that this led to may the next step be decided on.
    const touched = [['board'], ['deal'], ['gates'], ['history'], ['chance']]
    await Promise.all(touched.map((queryKey) => queries.invalidateQueries({ queryKey })))
  }
}
