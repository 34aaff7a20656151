internal import GalleyDelivery
internal import GalleyText
internal import Glibc

/// A descriptor that is written to through a buffer.
final class Output {
    let descriptor: Int32
    private let name: String
    private let capacity: Int
    private var buffer: [UInt8] = []

    /// - Parameter capacity: how many bytes wait; 0 to write each piece at once.
    init(_ descriptor: Int32, name: String, capacity: Int = 1 << 17) {
        (self.descriptor, self.name, self.capacity) = (descriptor, name, capacity)
    }

    func write(_ text: String) throws(Failure) {
        buffer.append(contentsOf: text.utf8)
        if buffer.count > capacity { try flush() }
    }

    func write(_ bytes: [UInt8]) throws(Failure) {
        guard bytes.count < capacity else {
            try flush()
            return try Self.write(bytes.span, to: descriptor, name)
        }
        buffer.append(contentsOf: bytes)
        if buffer.count > capacity { try flush() }
    }

    func flush() throws(Failure) {
        guard !buffer.isEmpty else { return }
        // Whatever happens, the same bytes are never written twice.
        defer { buffer.removeAll(keepingCapacity: true) }
        let waiting = buffer
        try Self.write(waiting.span, to: descriptor, name)
    }

    /// Writes all of `bytes`, in as many calls as it takes.
    static func write(_ bytes: Span<UInt8>, to descriptor: Int32, _ name: String) throws(Failure) {
        var start = 0
        while start < bytes.count {
            let count = unsafe bytes.extracting(start..<bytes.count).withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count >= 0 {
                start += count
            } else if errno == EAGAIN {
                // Somebody made our terminal or pipe non-blocking.
                var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                unsafe poll(&wanted, 1, -1)
            } else if errno == EPIPE {
                throw .readerGone
            } else if errno != EINTR {
                throw .system(SystemFailure(.write, name))
            }
        }
    }
}
