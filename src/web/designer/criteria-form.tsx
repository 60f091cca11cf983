import { useRef, useState } from 'react'
import { announce } from '../announce.ts'
import { levelNames } from '../changes/change-words.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'
import { useDesign } from './design-context.ts'
import { addCriterion, criteriaIn, keyFrom, moveItem, setKind, setLabel, setPart } from './design-edits.ts'
import { criterionKindNames, ownFieldNames } from './design-words.ts'
import { type Path, pathOf } from './file-places.ts'
import type { CriterionOutline } from './outline.ts'
import { ChoicePart, TextPart } from './typed-field.tsx'

type Props = { title: string; path: Path; criteria: CriterionOutline[] }

/** What a gate asks for, one criterion a box; keys of new ones follow their labels. */
export function CriteriaForm({ title, path, criteria }: Props) {
  const { written, outline, change, editable } = useDesign()
  const [open, setOpen] = useState<number | null>(null)
  const box = useRef<HTMLElement>(null)
  function add(): void {
    change(addCriterion(written, outline, path, criteria.length, i18n.t('New criterion')))
    setOpen(criteria.length)
    announce(i18n.t('A criterion was added.'))
    requestAnimationFrame(() => {
      const label = box.current?.querySelectorAll<HTMLInputElement>('[data-focus="label"]').item(0)
      label?.focus()
      label?.select()
    })
  }
  return (
    <section aria-label={title} className="grid gap-2" ref={box}>
      <div className="flex items-center gap-2">
        <h3 className="grow font-semibold">{title}</h3>
        {editable && (
          <Button aria-label={i18n.t('Add a criterion: {gate}', { gate: title })} onClick={add} size="small">
            <Icon className="size-3.5" name="plus" />
            {i18n.t('Add a criterion')}
          </Button>
        )}
      </div>
      {criteria.length === 0 && <p className="text-mute">{i18n.t('Nothing is asked for.')}</p>}
      {criteria.map((criterion, index) => (
        <Criterion
          count={criteria.length}
          criterion={criterion}
          index={index}
          key={index}
          list={path}
          onToggle={() => setOpen(open === index ? null : index)}
          open={open === index}
        />
      ))}
    </section>
  )
}

type CriterionProps = {
  criterion: CriterionOutline
  index: number
  count: number
  list: Path
  open: boolean
  onToggle: () => void
}

const levelLooks: Record<string, string> = { hard: 'text-lost', soft: 'text-risk', advice: 'text-mute' }

function Criterion({ criterion, index, count, list, open, onToggle }: CriterionProps) {
  const { findings } = useDesign()
  const path = [...list, index]
  const name = path.join('.')
  const faulty = findings.some((finding) => `${pathOf(finding.path).join('.')}.`.startsWith(`${name}.`))
  return (
    <article aria-label={criterion.label} className="rounded-md border border-line">
      <button
        aria-expanded={open}
        className="flex min-h-9 w-full items-center gap-2 px-3 py-1.5 text-left"
        onClick={onToggle}
        type="button"
      >
        <Icon className={`size-3.5 shrink-0 text-mute ${open ? '' : '-rotate-90'}`} name="chevron" />
        <span className="min-w-0 grow">
          <span className="block">{criterion.label || i18n.t('(no label)')}</span>
          <span className="block text-xs text-mute">
            <span className={levelLooks[criterion.level] ?? ''}>
              {levelNames()[criterion.level] ?? criterion.level}
            </span>
            {' · '}
            {criterion.rule !== '' ? (
              <code className="break-all">{criterion.rule}</code>
            ) : (
              (criterionKindNames()[criterion.kind] ?? criterion.kind)
            )}
          </span>
        </span>
        {faulty && (
          <span className="text-lost">
            <Icon name="warn" />
            <span className="sr-only">{i18n.t('Something is wrong here')}</span>
          </span>
        )}
      </button>
      {open && <CriterionParts count={count} criterion={criterion} index={index} list={list} />}
    </article>
  )
}

function CriterionParts({
  criterion,
  index,
  count,
  list,
}: Pick<CriterionProps, 'criterion' | 'index' | 'count' | 'list'>) {
  const { written, outline, change, editable, pipeline } = useDesign()
  const path = [...list, index]
  const published = [...pipeline.stages.flatMap(({ entry, exit }) => [...entry, ...exit]), ...pipeline.won_criteria]
  const fresh = !published.some(({ key }) => key === criterion.key)
  const taken = () =>
    [...criteriaIn(outline).map(({ key }) => key), ...published.map(({ key }) => key)].filter(
      (key) => key !== criterion.key,
    )
  const libraryLabel = (key: string) => pipeline.fields.find((field) => field.key === key)?.label ?? key
  const fields = Object.fromEntries([
    ...outline.fields
      .filter(({ subject }) => subject === 'deal')
      .map(({ key, label }) => [key, label || libraryLabel(key)]),
    ...Object.entries(ownFieldNames()),
  ])
  const takesField = criterion.kind === 'field' || criterion.kind === 'rule'
  return (
    <div className="grid gap-3 border-t border-line p-3 sm:grid-cols-2">
      <TextPart
        className="sm:col-span-2"
        focusMark="label"
        hint={i18n.t('Key: {key}', { key: criterion.key })}
        label={i18n.t('What must be so')}
        onText={(label) =>
          change(
            setLabel(written, path, label, fresh ? keyFrom(label, taken(), 'criterion') : null),
            `${path.join('.')}.label`,
          )
        }
        path={[...path, 'label']}
        value={criterion.label}
      />
      <ChoicePart label={i18n.t('Level')} options={levelNames()} path={[...path, 'level']} value={criterion.level} />
      <ChoicePart
        label={i18n.t('Shown by')}
        onPick={(kind) => change(setKind(written, path, criterion, kind))}
        options={criterionKindNames()}
        path={[...path, 'kind']}
        value={criterion.kind}
      />
      {takesField && (
        <ChoicePart
          label={criterion.kind === 'field' ? i18n.t('Field') : i18n.t('Field to fill in where it fails')}
          options={fields}
          path={[...path, 'field']}
          value={criterion.field}
          {...(criterion.kind === 'rule' ? { empty: i18n.t('none') } : {})}
        />
      )}
      <TextPart
        className="sm:col-span-2"
        hint={i18n.t('For example deal.amount >= 1000, or deal.contacts.champion >= 1')}
        label={criterion.kind === 'rule' ? i18n.t('Rule') : i18n.t('Rule that must hold as well')}
        mono
        path={[...path, 'rule']}
        rows={2}
        value={criterion.rule}
      />
      <TextPart
        className="sm:col-span-2"
        label={i18n.t('Hint: what would do')}
        path={[...path, 'hint']}
        value={criterion.hint}
      />
      {editable && (
        <div className="flex flex-wrap gap-2 sm:col-span-2">
          <Button disabled={index === 0} onClick={() => change(moveItem(written, list, index, index - 1))} size="small">
            {i18n.t('Up')}
          </Button>
          <Button
            disabled={index === count - 1}
            onClick={() => change(moveItem(written, list, index, index + 1))}
            size="small"
          >
            {i18n.t('Down')}
          </Button>
          <Button
            className="ml-auto"
            look="danger"
            onClick={() => change(setPart(written, path, undefined))}
            size="small"
          >
            {i18n.t('Remove the criterion')}
          </Button>
        </div>
      )}
    </div>
  )
}
