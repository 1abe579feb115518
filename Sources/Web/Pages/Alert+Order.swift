import CareModel

extension Alert {
    /// An open alert that says that nothing of the home can be seen.
    var isUnreachableHome: Bool { rule == "home_unreachable" && state.isOpen && state != .pending }
}

extension Alert.Priority {
    /// 0 for the most urgent.
    var rank: Int {
        switch self {
        case .p1: 0
        case .p2: 1
        case .p3: 2
        case .technical: 3
        }
    }
}
