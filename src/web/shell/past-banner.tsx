import { useNavigate } from '@tanstack/react-router'
import { useContext } from '../data.ts'
import { exactMoment } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { i18n } from '../words.ts'

/** The past can be read, not changed. */
export function PastBanner() {
  const { as_of } = useContext()
  const navigate = useNavigate()
  if (!as_of) return null
  return (
    <div
      className="flex flex-wrap items-center gap-3 border-b border-risk/40 bg-risk-soft px-5 py-1.5 text-risk"
      role="status"
    >
      <p className="grow">
        {i18n.t('You see everything as it was on {moment}. Nothing can be changed here.', {
          moment: exactMoment(as_of),
        })}
      </p>
      <Button
        onClick={() => void navigate({ to: '.', search: (old: object) => ({ ...old, as_of: undefined }) as never })}
        size="small"
      >
        {i18n.t('Back to now')}
      </Button>
    </div>
  )
}
