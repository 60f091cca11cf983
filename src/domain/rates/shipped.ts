/** The rates that a new workspace starts with. */
export type ShippedRate = { currency: string; per_euro: string; valid_from: string; source: string }

/** Average of the year's reference rates, units for one euro. */
const yearly: Record<string, Record<number, string>> = {
  USD: {
    2016: '1.1069',
    2017: '1.1297',
    2018: '1.1810',
    2019: '1.1195',
    2020: '1.1422',
    2021: '1.1827',
    2022: '1.0530',
    2023: '1.0813',
    2024: '1.0824',
  },
  IDR: {
    2016: '14720.83',
    2017: '15118.01',
    2018: '16802.95',
    2019: '15835.27',
    2020: '16627.37',
    2021: '16920.73',
    2022: '15625.25',
    2023: '16479.62',
    2024: '17157.68',
  },
}

/**
 * A start, to be replaced by rates of one's own: averages of whole years, so that a single day may have been several
 * per cent away, and nothing after 2024, so that the last average goes on.
 */
export const shippedRates: readonly ShippedRate[] = Object.entries(yearly).flatMap(([currency, averages]) =>
  Object.entries(averages).map(([year, per_euro]) => ({
    currency,
    per_euro,
    valid_from: `${year}-01-01`,
    source: `ECB, average of ${year}; replace by your own`,
  })),
)
