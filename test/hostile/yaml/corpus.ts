/** Texts that are sent to break a reader of definition files; each must be refused, quickly and in little memory. */
export const corpus: Record<string, () => string> = {
  'nothing at all': () => '',
  'a single word': () => 'pipeline',
  'a list': () => '- a\n- b\n',
  'only a comment': () => '# nothing',
  'binary rubbish': () => String.fromCharCode(...Array.from({ length: 2_000 }, (_, i) => (i * 7919) % 65_000)),
  'null bytes': () => 'key: a\0b\nname: \0\n',
  'lone surrogates': () => 'key: \ud800\nname: \udfff',
  'a byte order mark in the middle': () => 'key: a\n\ufeffname: b\n',
  'a billion laughs': () =>
    `a: &a [x, x, x, x, x, x, x, x, x]\n${letters
      .slice(1)
      .map((l, i) => `${l}: &${l} [${Array(9).fill(`*${letters[i]}`).join(', ')}]`)
      .join('\n')}\n`,
  'an alias that contains itself': () => 'key: &a\n  b: *a\n',
  'an alias of nothing': () => 'key: *nobody\n',
  'one harmless alias': () => 'key: &k trade\nname: *k\n',
  'a merge key': () => 'base: &b { key: a }\n<<: *b\n',
  'a merge key without alias': () => '<<: { key: a }\nname: b\n',
  '20,000 lists in each other': () => '['.repeat(20_000),
  '20,000 closed lists in each other': () => '['.repeat(20_000) + ']'.repeat(20_000),
  '20,000 maps in each other': () => '{a: '.repeat(20_000) + '}'.repeat(20_000),
  '20,000 dashes': () => '- '.repeat(20_000),
  '20,000 question marks': () => '? '.repeat(20_000),
  '700 levels of indentation': () => Array.from({ length: 700 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
  '30 levels of indentation': () => Array.from({ length: 30 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
  '5 MB of text': () => `key: ${'x'.repeat(5_000_000)}`,
  '5 MB of keys': () => Array.from({ length: 400_000 }, (_, i) => `k${i}: ${i}`).join('\n'),
  '5 MB of brackets': () => '['.repeat(5_000_000),
  '100,000 characters in one name': () => `key: a\nname: ${'x'.repeat(100_000)}`,
  '10,000 keys': () => Array.from({ length: 10_000 }, (_, i) => `k${i}: 1`).join('\n'),
  '60,000 commas': () => `[${','.repeat(60_000)}]`,
  '60,000 colons': () => ': '.repeat(60_000),
  '30,000 anchors': () => '&a '.repeat(30_000),
  '30,000 stars': () => '*a '.repeat(30_000),
  '30,000 tags': () => '!a '.repeat(30_000),
  '30,000 documents': () => '---\n'.repeat(30_000),
  '60,000 comments': () => '#\n'.repeat(60_000),
  '60,000 percent signs': () => '%\n'.repeat(60_000),
  '60,000 quotes': () => '"\n'.repeat(60_000),
  '120,000 tabs': () => '\t'.repeat(120_000),
  'a tag that runs code elsewhere': () => 'key: !!js/function "function () { process.exit(1) }"\n',
  'a tag of another language': () => 'key: !!python/object/apply:os.system ["true"]\n',
  'a tag that is known elsewhere': () => 'key: !!binary aGVsbG8=\n',
  'a key of the prototype': () => '__proto__: { key: a }\nname: b\n',
  'a key of the constructor': () => 'constructor: { prototype: { polluted: true } }\n',
  'the prototype deeper down': () => 'key: a\ncharter: { __proto__: { owner: me } }\n',
  'the same key twice': () => 'key: a\nkey: b\n',
  'the same key twice, once in quotes': () => 'key: a\n"key": b\n',
  'a list as a key': () => '? [a, b]\n: c\n',
  'a number as a key': () => '1: a\n2: b\n',
  'two documents': () => 'key: a\n---\nkey: b\n',
  'an unclosed quote': () => 'key: "a\nname: b\n',
  'an unknown directive': () => '%FOO bar\n---\nkey: a\n',
  'another version of YAML': () => '%YAML 1.1\n---\nkey: yes\n',
  'numbers beyond numbers': () => 'key: 1e400\nname: .inf\nforecast: { period: -.NaN }\n',
  'a rule of 100,000 brackets': () => withRule('('.repeat(50_000) + ')'.repeat(50_000)),
  'a rule of three nested loops': () => withRule(`${ones}.all(a, ${ones}.all(b, ${ones}.all(c, a + b + c > 0)))`),
  'a rule with a pattern that backtracks': () => withRule(`'${'a'.repeat(50)}!'.matches('^(a+)+$')`),
  'a rule that doubles a text': () =>
    withRule(`['x']${'.map(a, a + a + a + a + a + a + a + a + a + a)'.repeat(12)}.size() > 0`),
  'a rule that reaches for the process': () => withRule(`deal.constructor.constructor('return process')() == 1`),
  '600 rules': () => withCriteria(600),
}

const letters = 'abcdefghijklm'.split('')
const ones = `[${Array(60).fill('1').join(',')}]`

const withRule = (rule: string) =>
  around(`      - { key: a, label: A, level: hard, kind: rule, rule: ${JSON.stringify(rule)} }\n`)

const withCriteria = (count: number) =>
  around(
    Array.from(
      { length: count },
      (_, i) => `      - { key: a${i}, label: A, level: hard, kind: rule, rule: deal.x }\n`,
    ).join(''),
  )

const around = (criteria: string) => `key: trade
name: Trade
charter:
  { motion: a, buyer: a, entry_rule: a, won_means: a, lost_means: a, owner: a, review_every_days: 9,
    reason_to_be_separate: a }
revenue_kind: new
stages:
  - key: wanted
    name: Wanted
    phase: qualify
    exit:
${criteria}
outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
  transferred: { reasons: [{ key: bigger, label: Bigger }] }
`
