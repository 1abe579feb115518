import Logging
import Store

/// Gives out the database's figures to any number of askers at the cost of one.
actor FigureDesk {
    private var kept = KeptFigures()
    private let logger: Logger

    init(logger: Logger) { self.logger = logger }

    /// Nil when the database cannot be read.
    func figures(_ reads: BoundedReads) async -> StoreFigures? {
        if let figures = kept.current(at: .now) { return figures }
        do {
            let figures = try await reads.read { try $0.figures() }
            kept.keep(figures, at: .now)
            return figures
        } catch {
            logger.error("cannot read the database's figures", metadata: ["error": "\(error)"])
            return nil
        }
    }
}
