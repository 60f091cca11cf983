/** Legal forms, as they stand at either end of a name once points and brackets are gone. */
const forms = new Set(
  `pt cv ud pd perum persero tbk gmbh mbh ag kg kgaa ohg gbr ug ek se ltd limited llc llp lp inc incorporated corp
  corporation co company plc pty pte sdn bhd bv nv vof sa sarl sas sasu spa srl srls sl slu ab asa oy oyj aps kft zrt
  spzoo doo ooo oao pao zao kk gk`.split(/\s+/),
)
const articles = new Set(['the'])

const letters: Record<string, string> = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }

/**
 * The words that tell a company from others: `PT. Bank Central Asia (Persero) Tbk` and `bank central asia` are alike.
 * Capitals, accents, points and legal forms at either end are gone; a name that is nothing but forms keeps them.
 */
export function companyWords(name: string): string[] {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[ßøæœłđðþı]/g, (letter) => letters[letter] ?? letter)
    // What is written with points is one word: P.T., S.p.A., sp. z o.o.
    .replaceAll(/\bsp\.? ?z ?o\.? ?o\b\.?/g, 'spzoo')
    .replaceAll(/\b(?:\p{L}\.){2,}|\b\p{L}(?:\.\p{L})+\b/gu, (one) => one.replaceAll('.', ''))
    .replaceAll(/['’`´]/g, '')
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? []
  let [from, to] = [0, words.length]
  while (to - from > 1 && forms.has(words[to - 1] ?? '')) to -= 1
  while (to - from > 1 && (forms.has(words[from] ?? '') || articles.has(words[from] ?? ''))) from += 1
  return words.slice(from, to)
}
