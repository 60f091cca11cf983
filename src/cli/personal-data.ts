import { wholeExport } from '../client/whole-export.ts'
import { type Call, type Command, required, textOf, usageFault } from './command.ts'
import { jobDone } from './jobs.ts'

const whom = { email: { type: 'string' }, person: { type: 'string' }, contact: { type: 'string' } } as const

function whomOf(call: Call) {
  const said = { email: textOf(call, 'email'), person_id: textOf(call, 'person'), contact_id: textOf(call, 'contact') }
  if (Object.values(said).every((one) => one === undefined)) throw usageFault('Say whom.')
  return said
}

export const exportPersonalData: Command = {
  name: 'personal-data export',
  summary: 'Everything that is held about a person, as one JSON document; the audit log says that you looked',
  usage: '--email ADDRESS | --person PERSON_ID | --contact CONTACT_ID',
  flags: whom,
  async run(call) {
    const found = await wholeExport(call.client, whomOf(call))
    call.out.data(found, () => JSON.stringify(found, null, 2))
  },
}

export const erasePersonalData: Command = {
  name: 'personal-data erase',
  summary: 'Erase a person everywhere; sums, history and the audit chain stay. This cannot be undone',
  usage: '--email ADDRESS | --person PERSON_ID | --contact CONTACT_ID --reason TEXT [--also "OTHER NAME"]… --yes',
  flags: {
    ...whom,
    reason: { type: 'string' },
    also: { type: 'string', multiple: true },
    yes: { type: 'boolean' },
  },
  async run(call) {
    const { client, out, flags } = call
    const said = whomOf(call)
    const reason = required(call, 'reason')
    if (flags.yes !== true) throw usageFault('Nothing was erased: this cannot be undone; say --yes when you are sure.')
    const also = Array.isArray(flags.also) ? flags.also.map(String) : []
    const { id } = await client.personal_data.erase({ ...said, reason, ...(also.length > 0 ? { also } : {}) })
    const job = await jobDone(client, id, out, 'Erasing')
    out.data(job, () => `${job.status}: ${JSON.stringify(job.result ?? job.error)}`)
    return job.status === 'done' ? 0 : 1
  },
}
