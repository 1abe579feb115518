import ArgumentParser
import CareModel

extension LocalDay: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension Timestamp: ExpressibleByArgument {
    /// A moment with an offset, or a day, which stands for its beginning in UTC.
    package init?(argument: String) {
        if let time = Timestamp(iso8601: argument) {
            self = time
        } else if let day = LocalDay(argument) {
            self.init(seconds: Int64(day.number) * 86_400)
        } else {
            return nil
        }
    }
}
