import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'
import { CriteriaForm } from './criteria-form.tsx'
import { useDesign } from './design-context.ts'
import { insertItem, keyFrom, moveItem, setLabel, setPart } from './design-edits.ts'
import type { Path } from './file-places.ts'
import type { ReasonOutline } from './outline.ts'
import { TextPart } from './typed-field.tsx'
import { WaysPicker } from './ways-picker.tsx'

/** From where and on what a deal is won, and why deals are lost or leave. */
export function OutcomesForm() {
  const { outline, pipeline } = useDesign()
  return (
    <div className="grid gap-5">
      <CriteriaForm criteria={outline.won_criteria} path={['outcomes', 'won', 'criteria']} title={i18n.t('To win')} />
      <WaysPicker
        chosen={outline.won_from}
        label={i18n.t('A deal is won without skipping from')}
        options={outline.stages}
        path={['outcomes', 'won', 'from']}
        usual={i18n.t('The last stage')}
      />
      <Reasons
        path={['outcomes', 'lost', 'reasons']}
        published={pipeline.lost_reasons}
        reasons={outline.lost_reasons}
        title={i18n.t('Reasons for losing')}
      />
      <Reasons
        path={['outcomes', 'transferred', 'reasons']}
        published={pipeline.transfer_reasons}
        reasons={outline.transfer_reasons}
        title={i18n.t('Reasons for moving to another pipeline')}
      />
    </div>
  )
}

type Props = { title: string; path: Path; reasons: ReasonOutline[]; published: readonly { key: string }[] }

function Reasons({ title, path, reasons, published }: Props) {
  const { written, change, editable } = useDesign()
  const taken = (but?: string) => [...reasons, ...published].map(({ key }) => key).filter((key) => key !== but)
  const label = i18n.t('New reason')
  const add = () => change(insertItem(written, path, reasons.length, { key: keyFrom(label, taken(), 'reason'), label }))
  return (
    <section aria-label={title} className="grid gap-2">
      <div className="flex items-center gap-2">
        <h3 className="grow font-semibold">{title}</h3>
        {editable && (
          <Button aria-label={i18n.t('Add a reason: {list}', { list: title })} onClick={add} size="small">
            <Icon className="size-3.5" name="plus" />
            {i18n.t('Add a reason')}
          </Button>
        )}
      </div>
      <ul className="grid gap-1.5">
        {reasons.map((reason, index) => {
          const place = [...path, index]
          const fresh = !published.some(({ key }) => key === reason.key)
          return (
            <li className="flex items-start gap-1" key={index}>
              <TextPart
                className="min-w-0 grow"
                label={<span className="sr-only">{i18n.t('Reason {place}', { place: index + 1 })}</span>}
                onText={(text) =>
                  change(
                    setLabel(written, place, text, fresh ? keyFrom(text, taken(reason.key), 'reason') : null),
                    `${place.join('.')}.label`,
                  )
                }
                path={[...place, 'label']}
                value={reason.label}
              />
              {editable && (
                <span className="mt-1 flex gap-1">
                  <Button
                    aria-label={i18n.t('Move {label} up', { label: reason.label })}
                    disabled={index === 0}
                    look="quiet"
                    onClick={() => change(moveItem(written, path, index, index - 1))}
                  >
                    ↑
                  </Button>
                  <Button
                    aria-label={i18n.t('Remove {label}', { label: reason.label })}
                    disabled={reasons.length === 1}
                    look="quiet"
                    onClick={() => change(setPart(written, place, undefined))}
                  >
                    <Icon name="close" />
                  </Button>
                </span>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
