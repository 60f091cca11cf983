import type { Pipeline, TransferPreview } from '../wire.ts'
import { i18n } from '../words.ts'

type Props = { preview: TransferPreview; from: Pipeline | undefined; to: Pipeline | undefined }

/** What becomes of the values of a deal elsewhere: renamed, carried along, come back to light, and what will be due. */
export function Brought({ preview, from, to }: Props) {
  const label = (pipeline: Pipeline | undefined, key: string) =>
    pipeline?.fields.find((field) => field.key === key)?.label ?? key
  const rows = [
    ...preview.renamed.map((one) => [
      i18n.t('becomes'),
      i18n.t('{from} → {to}', { from: label(from, one.from), to: label(to, one.to) }),
    ]),
    ...(preview.carried.length > 0
      ? [
          [
            i18n.t('has no field there and stays with the deal'),
            preview.carried.map((key) => label(from, key)).join(', '),
          ],
        ]
      : []),
    ...(preview.returned.length > 0
      ? [[i18n.t('has a field again'), preview.returned.map((key) => label(to, key)).join(', ')]]
      : []),
    ...(preview.owed.length > 0
      ? [[i18n.t('will be due at its next move'), preview.owed.map((one) => one.label).join(', ')]]
      : []),
  ]
  if (rows.length === 0) return null
  return (
    <dl className="grid gap-1.5 rounded-lg bg-sunken/70 px-3 py-2 text-sm" data-brought>
      {rows.map(([what, which]) => (
        <div className="flex flex-wrap gap-x-2" key={`${what} ${which}`}>
          <dd className="font-medium">{which}</dd>
          <dt className="text-mute">{what}</dt>
        </div>
      ))}
    </dl>
  )
}
