/// One local day as the sensors saw it, room by room: what the resident's page draws.
package struct DayPicture: Hashable, Sendable, Codable {
    package struct Room: Hashable, Sendable, Codable {
        package var name: String
        /// When somebody was noticed there; sorted, apart from each other.
        package var active: [TimeSpan]
        package init(name: String, active: [TimeSpan]) {
            self.name = name
            self.active = active
        }
    }

    package var day: LocalDay
    /// Local midnight to local midnight (23, 24 or 25 h); of the open day, to now.
    package var span: TimeSpan
    /// Every room with a sensor, in the order of their names.
    package var rooms: [Room]
    package var inBed: [TimeSpan]
    package var away: [TimeSpan]
    package var visitors: [TimeSpan]
    /// Nothing of the home could be seen.
    package var unseen: [TimeSpan]
    package var context: DayContext

    package init(
        day: LocalDay, span: TimeSpan, rooms: [Room], inBed: [TimeSpan] = [], away: [TimeSpan] = [],
        visitors: [TimeSpan] = [], unseen: [TimeSpan] = [], context: DayContext = .alone
    ) {
        self.day = day
        self.span = span
        self.rooms = rooms
        self.inBed = inBed
        self.away = away
        self.visitors = visitors
        self.unseen = unseen
        self.context = context
    }
}
