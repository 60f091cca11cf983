/** A deal that brings its amount with a chance (0 … 1) and nothing otherwise. */
export type Bet = { chance: number; amount: number }

/** Wins of deals not here yet: their number is negative binomial, each amount drawn from those seen. */
export type Arrivals = {
  mean_count: number
  /** Variance of the count = mean + dispersion · mean²; 0 is Poisson. */
  dispersion: number
  amounts: readonly number[]
}
