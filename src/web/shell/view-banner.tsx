import { useMe } from '../data.ts'
import { Button } from '../ui/button.tsx'
import { lookAs } from '../view-as.ts'
import { i18n } from '../words.ts'

/** Through another's eyes one may read, not change. */
export function ViewBanner() {
  const { person, viewed_by } = useMe()
  if (!viewed_by) return null
  return (
    <div
      className="flex flex-wrap items-center gap-3 border-b border-risk/40 bg-risk-soft px-5 py-1.5 text-risk"
      role="status"
    >
      <p className="grow">{i18n.t('You see what {name} sees. Nothing can be changed here.', { name: person.name })}</p>
      <Button onClick={() => lookAs(null)} size="small">
        {i18n.t('Stop viewing as {name}', { name: person.name })}
      </Button>
    </div>
  )
}
