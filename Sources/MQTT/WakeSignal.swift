import CMosquitto
import Glibc

/// Ends the poll of the thread that reads a connection, from any thread.
package final class WakeSignal: Sendable {
    /// Readable from a `wake` until the next `clear`; an eventfd, so any number of wakes is one.
    package let descriptor: Int32

    /// Throws `MQTTError.invalid` when the process has no file descriptor left.
    init() throws(MQTTError) {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
        guard descriptor >= 0 else {
            throw .invalid("no file descriptor is left for the wake signal (errno \(errno)); raise LimitNOFILE")
        }
    }

    deinit { close(descriptor) }

    /// Lets a read that waits, or else the next one, return at once.
    package func wake() {
        // Fails only when the counter is full, and then the signal is already set.
        eventfd_write(descriptor, 1)
    }

    func clear() {
        var count: eventfd_t = 0
        eventfd_read(descriptor, &count)
    }
}
