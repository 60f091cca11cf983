import ipaddr from 'ipaddr.js'

/** Where this installation may call although it lies inside: host names, addresses and ranges of addresses. */
export type Allowed = { hosts: ReadonlySet<string>; ranges: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][] }

export const nothingInside: Allowed = { hosts: new Set(), ranges: [] }

/** Reads entries such as `127.0.0.0/8`, `10.1.2.3` or `hooks.firma.example`; answers those that are none of these. */
export function readAllowed(entries: readonly string[]): { allowed: Allowed; faults: string[] } {
  const hosts = new Set<string>()
  const ranges: [ipaddr.IPv4 | ipaddr.IPv6, number][] = []
  const faults: string[] = []
  for (const entry of entries) {
    if (ipaddr.isValidCIDR(entry)) ranges.push(ipaddr.parseCIDR(entry))
    else if (ipaddr.IPv4.isValidFourPartDecimal(entry)) ranges.push([ipaddr.parse(entry), 32])
    else if (ipaddr.IPv6.isValid(entry)) ranges.push([ipaddr.parse(entry), 128])
    else if (/^(?=.*[a-z])[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(entry)) hosts.add(entry.toLowerCase())
    else faults.push(entry)
  }
  return { allowed: { hosts, ranges }, faults }
}

/** A host as it is looked up: without the brackets of IPv6 and without dots at the end. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.+$/, '')

export const isLiteral = (host: string): boolean => ipaddr.isValid(host)

/**
 * Why an address must not be called, as a sentence that ends with what would do; null where its text shows nothing.
 * The URL parser has read every other spelling of a number already: `0x7f.1` and `2130706433` are 127.0.0.1 here.
 */
export function faultOfUrl(text: string, allowed: Allowed): string | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || text.length > 2_000) return 'expected an address such as https://hooks.firma.example/tributary'
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'expected an address that begins with https://'
  if (url.username !== '' || url.password !== '')
    return 'must hold no user name and no password; the signature shows who sends'
  if (url.port === '0') return 'there is no port 0'
  const host = hostOf(url)
  if (host === '') return 'names no host'
  if (!mayReach(host, allowed)) return `${host} lies inside a network or on this machine; ${remedy}`
  if (url.protocol === 'http:' && !isNamed(host, allowed))
    return 'expected https://; http:// is for hosts of OUTGOING_ALLOW'
  return null
}

const remedy = 'give a public address, or let the operator list it in OUTGOING_ALLOW'

/** Names that lead inside by definition, wherever they resolve to. */
const insideName = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa)$/

function mayReach(host: string, allowed: Allowed): boolean {
  if (isNamed(host, allowed)) return true
  return isLiteral(host) ? isPublic(host) : !insideName.test(host)
}

/** Whether the installation listed this very host, or the range that this literal address is in. */
export const isNamed = (host: string, allowed: Allowed): boolean =>
  allowed.hosts.has(host) || (isLiteral(host) && isInRanges(host, allowed))

/** Whether a connection to this address may be made, for a host that resolved to it. */
export const mayConnect = (address: string, host: string, allowed: Allowed): boolean =>
  allowed.hosts.has(host) || isPublic(address) || isInRanges(address, allowed)

function isInRanges(text: string, { ranges }: Allowed): boolean {
  const address = read(text)
  return (
    address !== null && ranges.some(([range, bits]) => address.kind() === range.kind() && address.match(range, bits))
  )
}

/** An address that the whole Internet can reach; whatever carries another one inside itself is none. */
export function isPublic(text: string): boolean {
  const address = read(text)
  if (address === null || address.range() !== 'unicast') return false
  if (address instanceof ipaddr.IPv4) return true
  // Only 2000::/3 is given out, and in it an address of ISATAP carries an IPv4 address behind 5efe.
  return address.match(global, 3) && !isIsatap(address)
}

const global = ipaddr.IPv6.parse('2000::')

const isIsatap = ({ parts }: ipaddr.IPv6) => ((parts[4] ?? 0) & ~0x200) === 0 && parts[5] === 0x5efe

/** IPv4 where it is written as IPv6 as well; a zone says only through which door. */
function read(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const plain = text.replace(/%.*$/, '')
  return ipaddr.isValid(plain) ? ipaddr.process(plain) : null
}
