import { queryOptions } from '@tanstack/react-query'
import type { Account, AccountMerge } from '../../client/schema.ts'
import { announce } from '../announce.ts'
import { client } from '../api.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { say } from '../ui/toast.ts'
import { forgetUndo, remember } from '../undo.ts'
import { i18n } from '../words.ts'

export const accountQuery = (account_id: string) =>
  queryOptions({ queryKey: ['accounts', 'one', account_id], queryFn: () => client.accounts.get({ account_id }) })

export const mergesQuery = (account_id: string) =>
  queryOptions({
    queryKey: ['account-merges', account_id],
    queryFn: async () => (await client.account_merges.list({ account_id, limit: 50 })).data,
  })

/** What hangs on an account and would come along, as far as it is shown: the first hundred of each. */
export const belongingsQuery = (account_id: string) =>
  queryOptions({
    queryKey: ['accounts', 'belongings', account_id],
    async queryFn() {
      const [deals, contacts] = await Promise.all([
        client.deals.list({ account_id, outcome: 'any', sort: '-created', limit: 100 }),
        client.contacts.list({ account_id, limit: 100 }),
      ])
      return { deals, contacts }
    },
  })

/** "3", or "100+" where there are more than are read at once. */
export const countOf = ({ data, next_cursor }: { data: unknown[]; next_cursor: string | null }): string =>
  next_cursor === null ? String(data.length) : `${data.length}+`

export const takeable = ['name', 'domain', 'country', 'owner'] as const
export type Takeable = (typeof takeable)[number]

export const factNames = (): Record<Takeable, string> => ({
  name: i18n.t('Name'),
  domain: i18n.t('Domain'),
  country: i18n.t('Country'),
  owner: i18n.t('Owner'),
})

export const factOf = (account: Account, fact: Takeable): string | null =>
  fact === 'owner' ? (account.owner?.name ?? null) : account[fact]

/** Says that it is done, and offers to part them again for as long as undo is offered. */
export async function merged(merge: AccountMerge): Promise<void> {
  const words = i18n.t('{gone} went into {kept}', { gone: merge.gone.name, kept: merge.kept.name })
  const undo = () => void part(merge)
  say({ title: words, undo, about: merge.id })
  remember(words, undo)
  announce(words)
  await queries.invalidateQueries()
}

/** Parts two accounts again; what came along goes back, unless somebody moved it on since. */
export async function part({ id, kept, gone }: AccountMerge): Promise<void> {
  forgetUndo()
  try {
    await client.account_merges.reverse({ merge_id: id })
    const words = i18n.t('{gone} and {kept} are two accounts again', { gone: gone.name, kept: kept.name })
    say({ title: words, about: id })
    announce(words)
  } catch (error) {
    say({ title: i18n.t('They were not parted'), detail: sentenceOf(error), tone: 'bad', about: id })
  }
  await queries.invalidateQueries()
}

/** Whether it still can be undone. */
export const isPartable = ({ undone_at, undo_until }: AccountMerge): boolean =>
  undone_at === null && Date.parse(undo_until) > Date.now()
