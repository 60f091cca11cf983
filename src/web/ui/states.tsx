import { type ReactNode, useEffect, useState } from 'react'
import { documentOf } from '../problem.ts'
import { i18n } from '../words.ts'
import { Button } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'
import { say } from './toast.ts'

/** A grey block in the final geometry, shown only when loading takes longer than 150 ms. */
export function Skeleton({ className }: { className: string }) {
  return <div aria-hidden="true" className={`animate-pulse rounded-md bg-sunken ${className}`} />
}

/** Draws its children after 150 ms, so that a fast answer never flashes grey. */
export function Loading({ label, children }: { label: string; children: ReactNode }) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div aria-busy="true" className={late ? '' : 'invisible'}>
      <p className="sr-only" role="status">
        {label}
      </p>
      {children}
    </div>
  )
}

/** One sentence why nothing is here, and what to do about it. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <Notice icon="board" title={title}>
      {children && <p className="text-mute">{children}</p>}
      {action && <div className="mt-3">{action}</div>}
    </Notice>
  )
}

/** What went wrong, in the server's words, with the request id that an administrator can look up. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const problem = documentOf(error)
  if (problem?.status === 403) return <NoPermission sentence={problem.detail} />
  return (
    <Notice icon="warn" role="alert" title={problem?.title ?? i18n.t('The server did not answer')}>
      <p className="text-mute">{problem?.detail ?? i18n.t('Check the connection, then try again.')}</p>
      {problem?.request_id && <p className="mt-1 font-mono text-xs text-mute">{problem.request_id}</p>}
      <div className="mt-3 flex justify-center gap-2">
        {onRetry && <Button onClick={onRetry}>{i18n.t('Retry')}</Button>}
        <Button look="quiet" onClick={() => copy(problem ?? String(error))}>
          {i18n.t('Copy details')}
        </Button>
      </div>
    </Notice>
  )
}

export function NoPermission({ sentence }: { sentence: string }) {
  return (
    <Notice icon="person" role="alert" title={i18n.t('You may not see this')}>
      <p className="text-mute">{sentence}</p>
      <p className="mt-1 text-mute">{i18n.t('An owner of the workspace can grant the right.')}</p>
    </Notice>
  )
}

async function copy(details: unknown): Promise<void> {
  await navigator.clipboard.writeText(typeof details === 'string' ? details : JSON.stringify(details, null, 2))
  say({ title: i18n.t('Details copied') })
}

type NoticeProps = { icon: IconName; title: string; role?: 'alert'; children: ReactNode }

function Notice({ icon, title, role, children }: NoticeProps) {
  return (
    <div className="mx-auto grid max-w-md justify-items-center px-4 py-12 text-center" {...(role ? { role } : {})}>
      <Icon className="mb-2 size-6 text-mute" name={icon} />
      <h2 className="text-base font-semibold">{title}</h2>
      {children}
    </div>
  )
}
