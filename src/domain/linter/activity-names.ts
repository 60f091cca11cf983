import type { DesignFault } from './design-finding.ts'
import type { Subject } from './subject.ts'

/**
 * A stage that is named after what the seller does (*Demo*, *Proposal sent*) is reached by the seller's own diligence
 * and so tells nothing of the buyer. A name that speaks of the buyer, or of something that was agreed, is a milestone.
 */
export function activityNames({ definition }: Subject): DesignFault[] {
  return definition.stages.flatMap(({ key, name }, index) => {
    const activity = activityIn(name)
    if (activity === null) return []
    return [
      {
        code: 'activity-stage',
        path: ['stages', index, 'name'],
        stage: key,
        message: `${name} names what we do ("${activity}"), not what the buyer has reached.`,
        remedy: 'Name what is true of the buyer once the deal stands here, such as "Buyer agrees the terms".',
      },
    ]
  })
}

/** The words of a name that say that it is an activity of the seller; null for a milestone. */
export function activityIn(name: string): string | null {
  const text = ` ${name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ')} `
  if (buyer.test(text) || agreed.test(text)) return null
  return activity.exec(text)?.[1] ?? null
}

const words = (list: string) =>
  list
    .trim()
    .split(/\s*\|\s*/)
    .join('|')

/** Whoever buys, in English and Indonesian. */
const buyer = new RegExp(
  ` (?:${words(`buyers? | customers? | clients? | users? | teams? | they | champion | prospects? (?:agree|accept|confirm|choose|want)\\p{L}*
    | pelanggan | pembeli | klien | konsumen | nasabah | mereka | calon pelanggan | tim pembeli`)}) `,
  'u',
)

const agreed = new RegExp(
  ` (?:${words(`accepted | accepts | agreed | agrees | approved | approves | signed | chosen | chooses | decided | passed | awarded | won
    | disetujui | menyetujui | diterima | menerima | disepakati | ditandatangani | dipilih | memilih | lulus`)}) `,
  'u',
)

const activity = new RegExp(
  ` (${words(`demos? | demonstrations? | demoed | cold calls? | calls? | called | calling | phone calls? | follow ups? | followed up | following up
    | meetings? | meet | presentations? | presented | presenting | pitch(?:ed|ing)? | outreach | prospecting | prospects? | contacting | contacted
    | contact made | first contact | qualif(?:y|ying|ication|ied) | discovery | discovering | negotiat(?:e|ing|ions?) | closing | nurtur(?:e|ing)
    | emails? sent | emailed | e ?mails? | sent | sending | send | proposal(?: made| submitted)? | quot(?:e|ed|ing|ations?)(?: made)? | offer made | submitted
    | preparing | prepared? proposal | chasing | visits? | visited | working | in progress | engag(?:ing|ed) | scoping | scheduled | to do
    | telepon | menelepon | ditelepon | panggilan | hubungi | menghubungi | dihubungi | presentasi | dipresentasikan | pertemuan | bertemu | rapat
    | kunjungan | dikunjungi | negosiasi | bernegosiasi | tindak lanjut | ditindaklanjuti | prospek(?:si|ting)? | kualifikasi | penjajakan
    | penawaran | menawarkan | ditawarkan | kirim(?:kan)? | mengirim(?:kan)? | dikirim(?:kan)? | terkirim | proposal dikirim | dijadwalkan
    | penutupan | pendekatan | survei | mensurvei`)}) `,
  'u',
)
