import type { AnswerOf, Client, InputOf } from './client.ts'

type Whom = Omit<InputOf<'personal_data.export'>, 'page'>

/** Everything that is held about a person, all its pages together. */
export async function wholeExport(client: Client, whom: Whom): Promise<AnswerOf<'personal_data.export'>> {
  const whole = await client.personal_data.export(whom)
  for (let page = 2; whole.cut.length > 0; page++) {
    const { found, cut } = await client.personal_data.export({ ...whom, page })
    for (const [table, rows] of Object.entries(found)) whole.found[table] = [...(whole.found[table] ?? []), ...rows]
    whole.cut = cut
  }
  return whole
}
