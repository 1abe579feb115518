import Foundation

/// e to the power of `x`.
func exponential(_ x: Double) -> Double { exp(x) }

/// The natural logarithm.
func logarithm(_ x: Double) -> Double { log(x) }

/// P(Z > z) of the standard normal.
func upperTail(_ z: Double) -> Double { 0.5 * erfc(z / 2.squareRoot()) }

/// Six significant digits of a chance, so that it prints the same everywhere; never zero.
func printable(chance: Double) -> Double { max(1e-6, (chance * 1e6).rounded() / 1e6) }
