internal import Glibc

/// An open descriptor, closed when nobody holds it any more.
final class Descriptor: Sendable {
    let number: Int32

    init(_ number: Int32) { self.number = number }

    deinit { close(number) }

    /// Makes a socket of the family and kind, which no other program inherits.
    convenience init?(socket family: Int32, _ kind: __socket_type) {
        let number = socket(family, Int32(kind.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { return nil }
        self.init(number)
    }

    /// Makes reading and writing return instead of waiting.
    func stopWaiting() { _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK) }

    /// Lets a send or a connection fail that has waited so long.
    func limitSending(to time: Duration) {
        let (seconds, rest) = time.microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        var time = timeval(tv_sec: Int(seconds), tv_usec: Int(rest))
        unsafe setsockopt(number, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    }
}
