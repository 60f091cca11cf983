import { activityNames } from './activity-names.ts'
import { alike } from './alike.ts'
import { dueAndFew } from './due-and-few.ts'
import { type DesignFault, designFaults, type DesignFinding, severities, shownDeals } from './design-finding.ts'
import { idleCriteria } from './idle-criteria.ts'
import { invented } from './invented.ts'
import { missingCriteria } from './missing-criteria.ts'
import { stageHistory } from './stage-history.ts'
import type { Subject } from './subject.ts'

const rules = [activityNames, missingCriteria, alike, idleCriteria, stageHistory, invented, dueAndFew]

/** Everything about a pipeline's design that somebody should look at; each thing once, data before text. */
export function lint(subject: Subject): DesignFault[] {
  const faults = rules.flatMap((rule) => rule(subject))
  const withData = (fault: DesignFault) => (fault.deals?.length ?? 0) > 0
  return faults.filter(
    (fault) =>
      withData(fault) ||
      !faults.some(
        (other) => withData(other) && other.code === fault.code && other.stage === fault.stage && fault.stage !== null,
      ),
  )
}

type Place = { line: number; column: number }

/** Findings as the wire shows them, the weightiest first, then in the order of the text. */
export function placed(
  faults: readonly DesignFault[],
  placeOf: (path: (string | number)[]) => Place | null,
  pathText: (path: (string | number)[]) => string,
): DesignFinding[] {
  return faults
    .map((fault): DesignFinding => {
      const place = placeOf(fault.path)
      return {
        code: fault.code,
        severity: fault.severity ?? designFaults[fault.code],
        stage: fault.stage,
        path: pathText(fault.path),
        line: place?.line ?? null,
        column: place?.column ?? null,
        message: fault.message,
        remedy: fault.remedy,
        figures: fault.figures ?? {},
        deals: { total: fault.deals?.length ?? 0, ids: (fault.deals ?? []).slice(0, shownDeals) },
      }
    })
    .toSorted(
      (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.line ?? 0) - (b.line ?? 0),
    )
}
