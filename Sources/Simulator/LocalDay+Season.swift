import CareModel
import Foundation

extension LocalDay {
    /// -1 at midwinter, 1 at midsummer of the northern half of the world.
    var season: Double { cos(2 * Double.pi * (Double(number) - 171) / 365.2425) }
}
