/**
 * A number as a person types it, as decimal text: `12500,50`, `12.500,50`, `12,500.50` and `12 500.5` are one number,
 * whatever the browser's language. A single sign before exactly three digits groups thousands, unless the number has
 * `places` of three, as dinars have. Null when it is none.
 */
export function typedNumber(text: string, places = 2): string | null {
  const bare = text.replaceAll(/[\s'’]/gu, '').replace('−', '-')
  if (!/^-?\d[\d.,]*$/.test(bare)) return null
  const sign = decimalSignOf(bare, places)
  const [whole = '', fraction = ''] = sign ? splitAtLast(bare, sign) : [bare]
  if (!/^-?(\d+|\d{1,3}([.,])\d{3}(\2\d{3})*)$/.test(whole) || !/^\d*$/.test(fraction)) return null
  const digits = whole.replaceAll(/[.,]/g, '').replace(/^(-?)0+(?=\d)/, '$1')
  return fraction === '' ? digits : `${digits}.${fraction}`
}

/** What stands before the decimals; null where there are none. */
function decimalSignOf(text: string, places: number): string | null {
  const signs = text.match(/[.,]/g) ?? []
  const last = signs.at(-1)
  if (last === undefined) return null
  if (new Set(signs).size === 2) return last
  if (signs.length > 1) return null
  // `0,125` groups nothing; `1,250` groups thousands.
  return places !== 3 && /^-?[1-9]\d{0,2}[.,]\d{3}$/.test(text) ? null : last
}

function splitAtLast(text: string, sign: string): [string, string] {
  const at = text.lastIndexOf(sign)
  return [text.slice(0, at), text.slice(at + 1)]
}
