import type { Random } from '../../../src/stats/random.ts'
import { type Known, moments, texts, unknownId } from './values.ts'

/** Bodies that are no object, no JSON, or too much of it. */
export const bodies: (() => string | Buffer)[] = [
  () => '',
  () => ' ',
  () => '[]',
  () => '"text"',
  () => 'null',
  () => '1e400',
  () => '{',
  () => '{"name": "x",}',
  () => "{'name': 'x'}",
  () => '{"name": NaN}',
  () => '\ufeff{"name": "x"}',
  () => '{"name": "x"}{"name": "y"}',
  () => '{"name": "\\ud800", "subject": "\\u0000"}',
  () => '{"\\u0000": 1}',
  () => '['.repeat(50_000),
  () => '{"a":'.repeat(50_000),
  () => `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  () => `{"name": "${'x'.repeat(1_100_000)}"}`,
  () => `{"name": ${'9'.repeat(100_000)}}`,
  () => JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, i]))),
  () => Buffer.from([0x7b, 0x22, 0x6e, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  () => Buffer.from('{"name": "x"}', 'utf16le'),
  () => Buffer.alloc(10_000),
]

export const contentTypes = [
  'text/plain',
  'text/csv',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'application/json; charset=utf-16',
  'application/json; charset=rubbish',
  'application/json;;;=',
  'application/merge-patch+json',
  'application/yaml',
  'text/yaml',
  'application/xml',
  'application/problem+json',
  'json',
  '/',
  '*/*',
  '\t',
  'application/json, text/plain',
]

export const headers = (random: Random): [string, string][] => [
  ...['"', '""', '"x"', '*', 'W/"1"', '"1", "2"', '"99999999999"', '"0"', '"-1"', '1', '"1'].map(
    (tag): [string, string] => ['if-match', tag],
  ),
  ...['', ' ', 'x'.repeat(201), 'a b', 'ключ', 'x', '"quoted"', '\t'].map((key): [string, string] => [
    'idempotency-key',
    key,
  ]),
  ...[
    '',
    'Bearer',
    'Bearer x',
    'Basic eDp5',
    'Bearer trib_',
    `Bearer trib_${'a'.repeat(43)}`,
    'bearer x y z',
    'Bearer \u00ff',
  ].map((given): [string, string] => ['authorization', given]),
  ['cookie', 'tributary.session_token=rubbish.rubbish'],
  ['cookie', `tributary.session_token=${'%'.repeat(100)}; =; ;;`],
  ['cookie', `a=${'x'.repeat(8_000)}`],
  ['x-large', 'x'.repeat(40_000)],
  ['origin', 'https://evil.example'],
  ['origin', 'null'],
  ['host', ''],
  ['host', 'evil.example'],
  ['accept', 'application/xml'],
  ['accept-encoding', 'gzip;q=rubbish'],
  ['content-length', random.pick(['0', '-1', 'abc', '1e3', '18446744073709551616'])],
  ['transfer-encoding', random.pick(['gzip', 'identity', 'chunked, chunked'])],
  ['expect', random.pick(['100-continue', 'rubbish'])],
  ['range', 'bytes=0-1,5-x'],
  ['if-none-match', '*'],
  ['if-modified-since', 'yesterday'],
  ['last-event-id', random.pick(['-1', '9'.repeat(15), '9'.repeat(30), 'x', '1e400'])],
  ['tributary-workspace', random.pick(['elsewhere', '', '__proto__', "' or 1=1"])],
  ['tributary-client', random.pick(['cli', '__proto__', ''])],
  ['x-http-method-override', 'DELETE'],
  ['x-request-id', '\u00ff'],
  ['upgrade', 'websocket'],
  ['content-encoding', 'gzip'],
  ['traceparent', '00-0-0-00'],
  ['time-zone', 'Mars/Olympus'],
]

/** Cursors of other lists and of none: an earlier page never handed them out. */
export const cursors = ({ ours }: Known, random: Random): string[] => {
  const packed = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const id = random.pick(ours[random.pick(Object.keys(ours))] ?? ['x'])
  const odds = [...texts.filter((text) => text.length < 300), ...moments, null, 1, -1, 1e21, {}, []]
  return [
    'rubbish',
    '%%%',
    'bnVsbA',
    'x'.repeat(2_001),
    packed([]),
    packed({}),
    packed([id]),
    packed([random.pick(odds), id]),
    packed([random.pick(odds), unknownId('deal')]),
    packed([random.pick(odds), unknownId('acc')]),
    packed([random.pick(odds), random.pick(odds), id]),
    packed([random.pick(['due', 'newest']), random.pick(odds), unknownId('act')]),
    packed([unknownId('ovl')]),
    packed([unknownId('mrg')]),
    packed(['EUR', random.pick(moments)]),
    packed(['9'.repeat(60), unknownId('deal')]),
    packed(Array(100).fill('x')),
  ]
}
