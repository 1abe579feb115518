import Glibc
import Synchronization

/// Notes in a file that the process died of a fault of its own (a trap, an abort, bad memory) and was not killed from
/// outside: the file grows to a length that it otherwise never has. That is all that may be done in a signal handler,
/// and it works on a full disk.
enum FaultSignals {
    private static let notedLength: off_t = 1 << 20
    /// A signal handler can reach nothing but what belongs to the whole process.
    private static let descriptor = Atomic<Int32>(-1)

    static func note(in file: Int32) {
        descriptor.store(file, ordering: .sequentiallyConsistent)
        for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT] {
            signal(number) { number in
                ftruncate(FaultSignals.descriptor.load(ordering: .sequentiallyConsistent), FaultSignals.notedLength)
                signal(number, SIG_DFL)
                raise(number)
            }
        }
    }

    /// Whether a file of this length has the note.
    static func isNoted(in length: Int) -> Bool { length >= Int(notedLength) }
}
