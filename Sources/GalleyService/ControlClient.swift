public import GalleyDelivery
internal import Glibc

/// Why a service did not answer.
public enum ControlFailure: Error, Equatable, Sendable {
    /// Nobody listens, or this user may not ask.
    case unreachable(SystemFailure)
    /// The service took longer than the caller would wait.
    case silent(Path)
    /// The service ended the conversation without a whole answer.
    case cutOff(Path)

    /// What happened, for a message.
    public var message: String {
        switch self {
        case .unreachable(let failure): failure.message
        case .silent(let path): "the service at \(path.quoted) does not answer"
        case .cutOff(let path): "the service at \(path.quoted) ended without an answer"
        }
    }
}

/// Asks a running service.
public struct ControlClient: Sendable {
    /// Where it listens.
    public let path: Path
    private let patience: Duration
    /// The longest answer, in bytes.
    private static let longestAnswer = 1 << 24

    /// Names the socket, and how long to wait for the whole answer.
    public init(_ path: Path, patience: Duration = .seconds(10)) { (self.path, self.patience) = (path, patience) }

    /// Sends a line, and waits for the answer.
    public func ask(_ request: String) throws(ControlFailure) -> [UInt8] {
        let end = MonotonicTime.now + patience
        let socket = try connected()
        try send(Array(request.utf8) + [0x0A], by: end, on: socket)
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while answer.count <= Self.longestAnswer {
            try wait(for: Int16(POLLIN), on: socket, until: end)
            let count = again {
                unsafe buffer.withUnsafeMutableBytes { unsafe recv(socket.number, $0.baseAddress, $0.count, 0) }
            }
            if count < 0 && errno == EAGAIN { continue }
            guard count >= 0 else { throw .cutOff(path) }
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        guard answer.last == 0x0A else { throw .cutOff(path) }
        answer.removeLast()
        return answer
    }

    private func connected() throws(ControlFailure) -> Descriptor {
        let address: UnixAddress
        do throws(SystemFailure) { address = try UnixAddress(path) } catch {
            throw .unreachable(SystemFailure(.connect, path, error.code))
        }
        guard let socket = Descriptor(socket: AF_UNIX, SOCK_STREAM) else {
            throw .unreachable(SystemFailure(.connect, path))
        }
        // A service whose queue is full lets connect(2) wait.
        socket.limitSending(to: patience)
        guard again({ unsafe address.withAddress { unsafe connect(socket.number, $0, $1) } }) == 0 else {
            throw errno == EAGAIN ? .silent(path) : .unreachable(SystemFailure(.connect, path))
        }
        socket.stopWaiting()
        return socket
    }

    private func send(_ bytes: [UInt8], by end: MonotonicTime, on socket: Descriptor) throws(ControlFailure) {
        var start = 0
        while start < bytes.count {
            try wait(for: Int16(POLLOUT), on: socket, until: end)
            let count = again {
                unsafe bytes.withUnsafeBytes {
                    unsafe Glibc.send(
                        socket.number,
                        $0.baseAddress?.advanced(by: start),
                        $0.count - start,
                        Int32(MSG_NOSIGNAL)
                    )
                }
            }
            if count < 0 && errno == EAGAIN { continue }
            guard count > 0 else { throw .cutOff(path) }
            start += count
        }
    }

    private func wait(for events: Int16, on socket: Descriptor, until end: MonotonicTime) throws(ControlFailure) {
        var wanted = pollfd(fd: socket.number, events: events, revents: 0)
        guard again({ unsafe poll(&wanted, 1, end.millisecondsAhead) }) > 0 else { throw .silent(path) }
    }
}
