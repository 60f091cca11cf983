import { type Call, textOf, usageFault } from './command.ts'

type Page<Item> = { data: Item[]; has_more: boolean; next_cursor: string | null }

/** The flags of a list that comes in pages. */
export const pageFlags = { limit: { type: 'string' }, all: { type: 'boolean' } } as const

/** One page of a list, or with `--all` every one of them; says where there is more. */
export async function listed<Item>(
  call: Pick<Call, 'flags' | 'out'>,
  read: (page: { limit?: number | undefined; cursor?: string | undefined }) => Promise<Page<Item>>,
): Promise<Page<Item>> {
  const limit = numberOf(textOf(call, 'limit'))
  if (call.flags['all'] !== true) {
    const page = await read({ limit })
    if (page.has_more) call.out.say('There are more; narrow it down, take a larger --limit (up to 200), or --all.')
    return page
  }
  const data: Item[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await read({ limit: 200, cursor })
    data.push(...page.data)
    if (page.next_cursor === null) return { data, has_more: false, next_cursor: null }
    cursor = page.next_cursor
    call.out.progress(`${data.length} read …`)
  }
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined || /^\d{1,4}$/.test(text)) return text === undefined ? undefined : Number(text)
  throw usageFault(`--limit ${text}: expected a number`)
}
