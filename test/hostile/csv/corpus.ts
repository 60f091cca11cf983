import { gzipSync } from 'node:zlib'

export const header = 'id,name,pipeline,stage,currency'
const row = 'A1,Scales,trade,wanted,EUR'
const file = (...rows: string[]) => [header, ...rows, ''].join('\n')
const bytes = (length: number, of: (i: number) => number) => Uint8Array.from({ length }, (_, i) => of(i))

/** Files that are sent to break a reader of CSV: each is refused as a whole, or its bad rows are. */
export const corpus: Record<string, () => string | Uint8Array<ArrayBuffer>> = {
  'nothing at all': () => '',
  'one space': () => ' ',
  'a byte order mark and nothing else': () => '\ufeff',
  'half a byte order mark': () => bytes(1, () => 0xff),
  'only line ends': () => '\n'.repeat(100_000),
  'only commas': () => ','.repeat(100_000),
  'only a header': () => header,
  'only a header, in quotes': () => `"${header.replaceAll(',', '","')}"\n`,
  'a header of another file': () => 'a,b,c\n1,2,3\n',
  'a header without names': () => ',,,,\nA1,Scales,trade,wanted,EUR\n',
  'a header of 10,000 columns': () => `${header},${Array.from({ length: 10_000 }, (_, i) => `c${i}`).join(',')}\n`,
  'a header of one name of 1 MB': () => `${header},${'x'.repeat(1_000_000)}\n${row}\n`,
  'the same column a thousand times': () => `${Array(1_000).fill('id').join(',')}\n`,
  'a row of 10,000 cells': () => file(`${row}${',x'.repeat(10_000)}`),
  'a row of one cell': () => file(row, 'A2', 'A3,x,trade,wanted,EUR'),
  'a NUL in a cell': () => file('A1,Sca\0les,trade,wanted,EUR'),
  'a NUL in the header': () => `id,na\0me,pipeline,stage,currency\n${row}\n`,
  'nothing but NULs': () => bytes(500_000, () => 0),
  'binary rubbish': () => bytes(500_000, (i) => (i * 7919 + (i >> 3)) % 256),
  'a header, then binary rubbish': () => {
    const rubbish = bytes(500_000, (i) => (i * 7919 + (i >> 3)) % 256)
    return Uint8Array.from([...Buffer.from(`${header}\n`), ...rubbish])
  },
  'every byte there is': () => Uint8Array.from([...Buffer.from(`${header}\nA1,`), ...bytes(256, (i) => i)]),
  'broken UTF-8': () => Uint8Array.from([...Buffer.from(`${header}\nA1,`), 0xc3, 0x28, 0xf0, 0x9f, 0x0a]),
  'half a surrogate in UTF-16': () => Uint8Array.from([0xff, 0xfe, 0x69, 0x00, 0x00, 0xd8, 0x2c, 0x00]),
  'UTF-16 that ends in the middle of a letter': () => {
    const wide = Buffer.from(`\ufeff${file(row)}`, 'utf16le')
    return Uint8Array.from(wide.subarray(0, wide.length - 1))
  },
  'a gzip file': () => Uint8Array.from(gzipSync(file(row))),
  'a gzip bomb': () => Uint8Array.from(gzipSync('x'.repeat(50_000_000))),
  'a ZIP file': () => Uint8Array.from([0x50, 0x4b, 0x03, 0x04, ...bytes(1_000, (i) => i % 256)]),
  'an old Excel file': () => Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, ...bytes(1_000, (i) => i % 256)]),
  'a PDF': () => '%PDF-1.7\n1 0 obj\n',
  'a web page': () => '<!doctype html><html><body><table><tr><td>id</td></tr></table></body></html>',
  JSON: () => JSON.stringify([{ id: 'A1', name: 'Scales' }]),
  'a quote that is never closed': () => file('A1,"Scales,trade,wanted,EUR', row, row),
  'a quote that is never closed, over 5 MB': () => `${header}\nA1,"${`${row}\n`.repeat(190_000)}`,
  'lone quotes': () =>
    file('A1,Sca"les,trade,wanted,EUR', 'A2,"Sca"les"",trade,wanted,EUR', 'A3,"""",trade,wanted,EUR'),
  '100,000 quotes': () => file('"'.repeat(100_000)),
  '100,001 quotes': () => file('"'.repeat(100_001)),
  '60,000 empty quoted cells': () => file('"",'.repeat(60_000)),
  'a cell of 1 MB': () => file(`A1,${'x'.repeat(1_048_576)},trade,wanted,EUR`),
  'a cell of 90 kB': () => file(`A1,${'x'.repeat(90_000)},trade,wanted,EUR`),
  'a cell of 90,000 line ends': () => file(`A1,"${'\n'.repeat(90_000)}",trade,wanted,EUR`),
  'a single line of 5 MB': () => 'x'.repeat(5_000_000),
  'a header and a single line of 5 MB': () => `${header}\n${'x,'.repeat(2_500_000)}`,
  '5,000 rows of one letter': () => `${header}\n${'x\n'.repeat(5_000)}`,
  'every kind of line end': () => `${header}\r\nA1,a,trade,wanted,EUR\nA2,b,trade,wanted,EUR\rA3,c,trade,nowhere,EUR`,
  'separators that look like line ends': () => file(`A1,a\u2028b\u2029c\u0085d,trade,wanted,EUR`),
  'a line that says a strange delimiter': () => `sep=a\n${file(row)}`,
  formulas: () => file('=1+1,=cmd|x,trade,wanted,EUR', '@A2,+b,trade,-1,EUR', '\t=A3,a,trade,\t=1,EUR'),
  'letters from right to left': () => file('A1,\u202egnp.exe\u202c,trade,nowhere,EUR'),
  'names of the prototype': () =>
    '__proto__,constructor,toString,id,name,pipeline,stage,currency\na,b,c,__proto__,d,constructor,toString,EUR\n',
  'numbers beyond numbers': () => file('A1,a,trade,wanted,1e400', 'A2,a,trade,NaN,EUR', 'A3,a,Infinity,wanted,EUR'),
  SQL: () => file(`A1,x'); drop table deal; --,trade,"' or 1=1",EUR`),
  'the same id 1,000 times': () => file(...Array<string>(1_000).fill(row)),
  'an id of 10,000 letters': () => file(`${'A'.repeat(10_000)},a,trade,wanted,EUR`),
  'ids that differ in accents alone': () => file('\u00e9,a,trade,nowhere,EUR', 'e\u0301,b,trade,nowhere,EUR'),
}
