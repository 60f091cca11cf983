/** What the codes mean that a caller is most likely to meet, and what would do. */
export const problemCodes: Record<string, string> = {
  invalid: 'A member is missing, unknown or malformed. errors lists every fault with a JSON pointer to its place.',
  unauthenticated:
    'Nobody is known by what was sent. Send a key that holds as Authorization: Bearer trib_…, or sign in.',
  forbidden: 'Whoever asks does not hold the right that access names; roles says who does.',
  'foreign-origin':
    'The request comes from a page of another website. Call from a program, or from a page of this server.',
  host: 'The server is for this machine only and was called by another name. Call it by 127.0.0.1 or localhost.',
  'not-found': 'There is no such thing in this workspace; what belongs to another answers the same.',
  method: 'The address is there, the method is not. The header Allow lists those that are.',
  exists: 'Something of this name or key is there already.',
  conflict: 'The request contradicts what is there.',
  'concurrent-change': 'Another change came in between and nothing was done. Try again.',
  'idempotency-in-flight':
    'A request with the same Idempotency-Key is still being worked on. Wait, then send it again.',
  'idempotency-key-reused': 'The Idempotency-Key was used for another request. Take a new one.',
  'deal-changed': 'The deal was changed since it was read; current holds it as it is. Decide again on that.',
  stale: 'If-Match names no version that there is. Read again and send the ETag of that.',
  'precondition-required':
    'This change must say which version it was decided on: send the ETag of the last read as If-Match.',
  'deal-closed': 'The deal is won or lost. Reopen it first by moving it into the stage where it stood.',
  'gate-not-met':
    'A gate on the way asks for what the deal does not have. gates lists every criterion, whether it is satisfied, and in hint what would satisfy it.',
  'adjustment-not-yours':
    'A forecast is adjusted by whoever it is of, by those they report to, and by executives and owners.',
  'called-too-little':
    'What is called holds what is closed, and a looser call what a firmer one does. Call more, or nothing.',
  'no-rate': 'There is no exchange rate for a currency. Enter one, or name the amount in the currency of the forecast.',
  'nothing-to-test':
    'There is no pipeline of which whoever asks sees all deals and the forecast. Ask for those rights, or make a pipeline.',
  'not-over': 'What came in the days after an origin is not known yet. Name an earlier one, or fewer days.',
  'backtest-part-sight':
    'A backtest adds up all deals of a pipeline, and whoever asks sees only some of them. Leave that pipeline out.',
  'nothing-to-submit':
    'Whoever submits owns no deal in the pipeline, has no quota there, and nobody who does reports to them.',
  'period-over': 'The period has ended, and nothing is called for it any more. Name one that is still to end.',
  'people-figures-off':
    'Figures about people are off in this workspace. An owner turns them on under Settings, Workspace.',
  'scope-too-wide':
    'A pipeline review is of all deals of its scope, and whoever asks sees some of them only. Review your own with person=me.',
  'review-ended': 'The review has ended and stays as it was. Begin the next one; it starts where this one ended.',
  'mark-changed': 'Somebody else said something of this deal in the review meanwhile. current is what is there now.',
  'submission-locked':
    'The deadline that was shown has passed, and what was submitted for it is locked. Read again when the next one is.',
  'override-unknown': 'An override names a criterion that this step does not ask for. errors says which.',
  'override-invalid': 'An override must end: on a day from today on, and within 366 days.',
  'rule-invalid':
    'The rule cannot be read on this deal. errors says which name or type is wrong, and what was likely meant.',
  'wait-past': 'A deal waits until a day that is still to come. Send a later one, or null to end its waiting.',
  'approval-open': 'This approval is asked for already. Wait for the answer, or withdraw the question first.',
  'confirmation-ended': 'The buyer has answered already. What they said stays; ask anew for another answer.',
  'reason-required': 'A soft criterion is not met, or a deal is lost or leaves its pipeline: say why in reason.',
  'transfer-reason-unknown': 'The reason is none of those for which deals leave the pipeline; send the key of one.',
  'pipeline-same': 'The deal is in this pipeline already. Move it to a stage instead.',
  'map-invalid': 'A transfer map names stages or fields that are not there. errors says which.',
  'transition-forbidden': 'The pipeline does not allow this way between its stages.',
  'stage-unknown': 'The pipeline has no stage of this key.',
  'stage-same': 'The deal is in this stage already.',
  'lost-reason-unknown': 'The reason is none of those that the pipeline lists; send the key of one.',
  'amount-computed': 'The amount comes from the line items. Change those, or remove them first.',
  'merge-self': 'An account was to go into itself. Name another one.',
  'account-merged': 'The account went into another one. Use that one; merged_into names it.',
  'kind-differs': 'A customer and a partner are not the same account. Make them alike first.',
  'merge-undone': 'These two accounts were parted already.',
  'too-many-deals': 'More deals hang on this than are changed at once. The answer says how many may.',
  'credit-sum': 'Shares of revenue credit have to add up to 100 %.',
  'credit-twice': 'Somebody was credited twice in one place. Name them once.',
  'overlay-cap': 'Overlay credit went beyond what a deal may have of it.',
  'link-self': 'A deal was to be linked to itself. Name another one.',
  'link-cycle':
    'The other deal comes before this one already, directly or by way of others. Take that link away first.',
  'deal-void': 'The deal was never one of its own. Use the one that it went into.',
  'overlap-resolved': 'Somebody said already what these two deals are. Undo that first.',
  'overlap-open': 'Nobody said yet what these two deals are, so there is nothing to undo.',
  'overlap-changed': 'The pair was resolved or reopened since it was read; current holds it as it is.',
  'keep-required': 'Say in keep which of the two deals lives on, or is counted.',
  'keep-unfit': 'Two different deals are both kept. Leave keep out.',
  'take-unfit': 'Only the same deal takes facts over. Leave take out.',
  'counted-elsewhere': 'The deal is itself counted through another one. Count the other of the two.',
  'undo-too-late': 'It is more than 30 days ago, or the deal was changed since. Open or edit the deals instead.',
  unrouted:
    'No routing rule takes the deal. Say in pipeline where it goes, or hand it in at POST /incoming-deals, where it waits for a person.',
  'neither-split-nor-merge':
    'The parts lead from several pipelines into several. Split one, or merge into one; then the other.',
  'routing-idle': 'No routing rule leads to a pipeline that is left by the split or merge. Leave `routing` out.',
  'nothing-to-move': 'No deal fits any of the parts. Look at their rules with POST /lineage-plans.',
  'decided-by-others':
    'Others decide whether this pipeline takes no new deals. Ask them with PATCH /pipelines/{pipeline}, and send sunset: false.',
  'pilot-running': 'A pilot runs in one of the pipelines. Stop or adopt it first.',
  'lineage-later': 'A later split or merge holds deals of this one. lineage names it; undo that first.',
  'lineage-ended': 'The split or merge is through, or undone; nothing is left to go on with.',
  'lineage-moving': 'The deals of this split or merge are still being moved. Wait for its job, or cancel that.',
  'lineage-undone': 'This split or merge was undone already.',
  'routing-unchanged': 'The rules that were proposed are those that are published. Change one of them first.',
  'routing-decided': 'The proposed routing rules are published, rejected or taken back already. Propose others.',
  'routing-part-sight':
    'Routing and hand-off rules are about every pipeline, and grants keep you from some. Ask somebody whom none binds.',
  'no-pipelines': 'There is no pipeline yet. Create one from its definition file first.',
  'incoming-decided': 'The incoming deal was placed or dismissed already; it waits for nobody.',
  'pipeline-unclear': 'Several pipelines take new deals. Say in pipeline which one is meant.',
  'fields-invalid': 'A value does not fit its field in the library. errors says which and why.',
  'definition-invalid': 'The definition file does not hold. findings lists each fault with its line and what would do.',
  'stale-plan':
    'What was planned is not what would be done by now: the pipeline or its deals changed. changes says what; look at the plan and plan again.',
  'change-exists': 'A change request asks for the same and waits. change_request names it.',
  'no-change': 'The pipeline is like this already.',
  'job-unstoppable':
    'This work would leave things between two states if it stopped half-way. Wait for its end; detail says what to do then.',
  'migration-running':
    'Deals are still being brought along to the newest version of the pipeline. Try again when its job is done.',
  'own-request': 'Nobody decides on what they asked for themselves while others can. Ask one of those.',
  'not-an-approver': 'Somebody else decides on this; the policy of the pipeline says who.',
  'bulk-refused':
    'One operation or more is refused, so none was done. data lists them; with atomic: false the others would be done.',
  'handoffs-unchanged': 'The hand-off rules that were proposed are those that are published. Change one of them first.',
  'handoffs-decided': 'The proposed hand-off rules are published, rejected or taken back already. Propose others.',
  'handoffs-cycle':
    'By these rules deals would open deals for ever. Let one of the rules that are named be proposed, or take it out.',
  'handoff-open':
    'The rule has opened a hand-off from this deal that waits for an answer. Wait for it, or have it returned first.',
  'handoff-decided': 'The hand-off was accepted, rejected or returned already.',
  'usage-known': 'That figure of that moment was recorded already, with another value. Give the moment of this one.',
  'contract-withdrawn': 'The win that the contract came from was taken back, so that there is no term to change.',
  'calendar-closed': 'By this calendar nobody works for years. Look at its hours and holidays.',
  'plan-other': 'The plan_token was given to somebody else, for another tool or for other input. Plan again.',
  'plan-expired': 'A plan holds for five minutes. Plan again.',
  'plan-used': 'A plan is carried out once, and this one was.',
  'plan-stale': 'What was planned for was changed since. Plan again.',
  'file-too-large': 'The file is larger than what is read at once. Send it in parts.',
  'media-type': 'Nobody reads a body of this type here. Send JSON, or what the address asks for.',
  unavailable: 'The database does not answer. Nothing was changed; try again after Retry-After seconds.',
  internal: 'A fault of the server. Its log has more under request_id.',
}
