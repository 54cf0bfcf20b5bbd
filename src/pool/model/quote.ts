// What a raise of the allowance would cost, and what it did cost (S4).

/** What one license costs a month, in whole minor units of a currency (ISO 4217). */
export interface Price {
  readonly unitPrice: number
  readonly currency: string
}

/** What a raise comes to: so much more a month, under these terms. `from` and `to` are what `RaiseAllowance` takes. */
export interface Quote extends Price {
  /** The allowance that it was quoted from: the quote is stale when that is no longer the allowance. */
  readonly from: number
  readonly to: number
  /** By how much the monthly subscription rises, in whole minor units: (to - from) times the unit price. */
  readonly monthlyIncrease: number
  /** The version or the address of the terms to accept. */
  readonly terms: string
}

/** What a raise names: the quote that it uses, and that the terms were accepted. */
export interface Consent {
  readonly from: number
  readonly to: number
  readonly acceptTerms: boolean
}
