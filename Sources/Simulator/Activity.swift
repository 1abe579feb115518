/// What somebody is there for.
enum Activity: UInt8 {
    case sleep, nap, toilet, meal, leisure, outing, company, walk, onTheFloor, away, wandering
}
