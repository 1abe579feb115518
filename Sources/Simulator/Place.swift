/// Where somebody is. `bed` lies in the bedroom, `out` beyond the outer door.
enum Place: UInt8 {
    case bed, bedroom, bathroom, kitchen, livingRoom, hallway, out, study, guestRoom
}
