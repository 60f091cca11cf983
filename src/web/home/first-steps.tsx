import { useMe } from '../data.ts'
import { i18n } from '../words.ts'

/** A workspace without a pipeline: what to do first. */
export function FirstSteps() {
  const { workspace } = useMe()
  const steps = [
    {
      title: i18n.t('Create your first pipeline'),
      text: i18n.t('Eleven ready ones lie in the folder motions. Take the one that is nearest to how you sell.'),
      command: 'npm run -s tributary -- pipelines create motions/enterprise.yaml',
    },
    {
      title: i18n.t('Bring your deals'),
      text: i18n.t('From a CSV file of the CRM that you use now. Deals keep the stage and the history they have.'),
      command: 'npm run -s tributary -- import deals.csv --mapping mapping.yaml --dry-run',
    },
  ]
  return (
    <section className="panel p-5 lg:col-span-12">
      <h2 className="text-[15px] font-semibold">{i18n.t('{name} has no pipeline yet', { name: workspace.name })}</h2>
      <p className="text-mute">{i18n.t('Two steps, then this page shows the number.')}</p>
      <ol className="mt-4 grid gap-4 md:grid-cols-2">
        {steps.map((step, index) => (
          <li className="min-w-0" key={step.command}>
            <h3 className="font-medium">
              {index + 1}. {step.title}
            </h3>
            <p className="mb-2 text-mute">{step.text}</p>
            <code className="block overflow-x-auto rounded-md bg-sunken px-3 py-2 font-mono text-xs">
              {step.command}
            </code>
          </li>
        ))}
      </ol>
    </section>
  )
}
