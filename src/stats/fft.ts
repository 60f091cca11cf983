/**
 * Discrete Fourier transform in place, radix 2: X_j = Σ x_k e^{−2πi jk/n}, or with `inverse` the same with e^{+2πi}
 * and divided by n. Length must be a power of two. Reference: Cooley and Tukey (1965).
 */
export function fourier(real: Float64Array, imaginary: Float64Array, inverse = false): void {
  const n = real.length
  if (n === 0 || (n & (n - 1)) !== 0 || imaginary.length !== n) throw new RangeError('length must be a power of two')
  reorder(real, imaginary)
  const direction = inverse ? 1 : -1
  const { cos, sin } = rootsOf(n)
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2
    for (let k = 0; k < half; k++) {
      const c = cos[(k * n) / size] ?? 1
      const s = direction * (sin[(k * n) / size] ?? 0)
      for (let start = k; start < n; start += size) {
        const other = start + half
        const re = (real[other] ?? 0) * c - (imaginary[other] ?? 0) * s
        const im = (real[other] ?? 0) * s + (imaginary[other] ?? 0) * c
        real[other] = (real[start] ?? 0) - re
        imaginary[other] = (imaginary[start] ?? 0) - im
        real[start] = (real[start] ?? 0) + re
        imaginary[start] = (imaginary[start] ?? 0) + im
      }
    }
  }
  if (!inverse) return
  for (let i = 0; i < n; i++) {
    real[i] = (real[i] ?? 0) / n
    imaginary[i] = (imaginary[i] ?? 0) / n
  }
}

/** Cosine and sine of 2πk/n for half a turn, reckoned once for each length. */
function rootsOf(n: number): { cos: Float64Array; sin: Float64Array } {
  const half = Math.max(n / 2, 1)
  return roots.getOrInsertComputed(n, () => ({
    cos: Float64Array.from({ length: half }, (_, k) => Math.cos((2 * Math.PI * k) / n)),
    sin: Float64Array.from({ length: half }, (_, k) => Math.sin((2 * Math.PI * k) / n)),
  }))
}
const roots = new Map<number, { cos: Float64Array; sin: Float64Array }>()

function reorder(real: Float64Array, imaginary: Float64Array): void {
  const n = real.length
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1
    while (j & bit) {
      j ^= bit
      bit >>= 1
    }
    j ^= bit
    if (i >= j) continue
    swap(real, i, j)
    swap(imaginary, i, j)
  }
}

function swap(list: Float64Array, i: number, j: number): void {
  const kept = list[i] ?? 0
  list[i] = list[j] ?? 0
  list[j] = kept
}
