// A receiver of webhooks, whole: SECRET=whsec_… node docs/webhooks/receiver.mjs
// It verifies every message, takes each event once, and tells what comes late.
import { createServer } from 'node:http'
import { Webhook } from 'standardwebhooks'

const webhook = new Webhook(process.env.SECRET ?? '')
/** In earnest, a table with a unique key: the same event may come twice. */
const seen = new Set()
/** The highest sequence of each subject: what has a lower one happened before. */
const newest = new Map()

const server = createServer((request, response) => {
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', () => response.writeHead(take(Buffer.concat(parts).toString(), request.headers)).end())
})

/** Answers fast and works later: whoever needs longer than 15 s is asked again. */
function take(body, headers) {
  let message
  try {
    // The bytes as they came: JSON that was parsed and written again has another signature.
    message = webhook.verify(body, headers)
  } catch {
    return 401
  }
  const id = headers['webhook-id']
  if (seen.has(id)) return 204
  seen.add(id)
  const { type, subject, sequence } = message
  const late = sequence < (newest.get(subject) ?? 0)
  if (!late) newest.set(subject, sequence)
  console.log([type, subject, sequence, late ? 'late' : 'new'].join(' '))
  return 204
}

server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () =>
  console.log(`listening on http://127.0.0.1:${server.address().port}/`),
)
