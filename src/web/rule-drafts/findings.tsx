import { Icon } from '../ui/icon.tsx'

/** What is wrong with a set of rules, each with a sign. */
export const Findings = ({ findings }: { findings: readonly { message: string; refuses?: boolean }[] }) =>
  findings.map(({ message, refuses }) => (
    <p className={`flex gap-1.5 ${refuses ? 'text-lost' : 'text-risk'}`} data-finding key={message}>
      <Icon className="mt-0.5 size-4 shrink-0" name="warn" />
      {message}
    </p>
  ))
