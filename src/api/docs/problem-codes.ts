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
  'reason-required': 'A soft criterion is not met, or a deal is lost or leaves its pipeline: say why in reason.',
  'transfer-reason-unknown': 'The reason is none of those for which deals leave the pipeline; send the key of one.',
  'pipeline-same': 'The deal is in this pipeline already. Move it to a stage instead.',
  'map-invalid': 'A transfer map names stages or fields that are not there. errors says which.',
  'transition-forbidden': 'The pipeline does not allow this way between its stages.',
  'stage-unknown': 'The pipeline has no stage of this key.',
  'stage-same': 'The deal is in this stage already.',
  'lost-reason-unknown': 'The reason is none of those that the pipeline lists; send the key of one.',
  'amount-computed': 'The amount comes from the line items. Change those, or remove them first.',
  'pipeline-unclear': 'Several pipelines take new deals. Say in pipeline which one is meant.',
  'fields-invalid': 'A value does not fit its field in the library. errors says which and why.',
  'definition-invalid': 'The definition file does not hold. findings lists each fault with its line and what would do.',
  'bulk-refused':
    'One operation or more is refused, so none was done. data lists them; with atomic: false the others would be done.',
  'plan-other': 'The plan_token was given to somebody else, for another tool or for other input. Plan again.',
  'plan-expired': 'A plan holds for five minutes. Plan again.',
  'plan-used': 'A plan is carried out once, and this one was.',
  'plan-stale': 'What was planned for was changed since. Plan again.',
  'file-too-large': 'The file is larger than what is read at once. Send it in parts.',
  'media-type': 'Nobody reads a body of this type here. Send JSON, or what the address asks for.',
  unavailable: 'The database does not answer. Nothing was changed; try again after Retry-After seconds.',
  internal: 'A fault of the server. Its log has more under request_id.',
}
