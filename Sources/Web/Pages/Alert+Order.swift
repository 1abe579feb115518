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

    /// A triangle, a diamond, a disc and a square, as the path of a drawing of 16 by 16.
    var shape: String {
        switch self {
        case .p1: "M8 1L15.5 15H.5Z"
        case .p2: "M8 .5L15.5 8L8 15.5L.5 8Z"
        case .p3: "M8 1a7 7 0 0 1 0 14a7 7 0 0 1 0-14Z"
        case .technical: "M2 2h12v12h-12Z"
        }
    }
}
