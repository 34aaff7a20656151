internal import GalleyDelivery
internal import Glibc

/// What the service tells its service manager, by systemd's protocol: sd_notify(3), one datagram a call.
///
/// Without `$NOTIFY_SOCKET` nothing is sent and nothing fails.
public struct NotifySocket: Sendable {
    /// What there is to tell.
    public enum State: Sendable, Equatable {
        /// The service is up, or has loaded its pipelines anew.
        case ready
        /// One line on what it is doing.
        case status(String)
        /// It begins to load its pipelines anew; `ready` follows.
        case reloading
        /// It begins to stop.
        case stopping
        /// It is alive.
        case watchdog
        /// It needs that much longer to start, reload or stop, counted from now.
        case extendTimeout(Duration)

        /// The line as the protocol has it.
        var line: String {
            switch self {
            case .ready: "READY=1"
            case .status(let text): "STATUS=" + text.split(whereSeparator: \.isNewline).joined(separator: " ")
            case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(MonotonicTime.now.microseconds)"
            case .stopping: "STOPPING=1"
            case .watchdog: "WATCHDOG=1"
            case .extendTimeout(let time): "EXTEND_TIMEOUT_USEC=\(time.microseconds)"
            }
        }
    }

    /// Within which time the manager wants to hear `watchdog` again, or it ends the process; `nil` if it does not.
    ///
    /// Half of it is a good interval, says sd_watchdog_enabled(3).
    public let watchdog: Duration?
    private let socket: Descriptor?
    private let address: UnixAddress?

    /// Takes the manager's address from the environment.
    public init(_ environment: Environment = .process) {
        address = environment["NOTIFY_SOCKET"].flatMap(UnixAddress.init(notify:))
        socket = address == nil ? nil : Descriptor(socket: AF_UNIX, SOCK_DGRAM)
        // A manager that does not read must not stop the service.
        if let socket { socket.limitSending(to: .seconds(5)) }
        let isMeant = environment["WATCHDOG_PID"].map { Int32($0) == getpid() } ?? true
        let limit = environment["WATCHDOG_USEC"].flatMap { Int64($0) } ?? 0
        watchdog = isMeant && limit > 0 && socket != nil ? .microseconds(limit) : nil
    }

    /// Whether a service manager listens.
    public var isPresent: Bool { socket != nil }

    /// Tells the manager all of it at once.
    ///
    /// - Returns: whether the manager has got it.
    @discardableResult public func tell(_ states: State...) -> Bool {
        guard let socket, let address else { return false }
        let message = Array(states.map(\.line).joined(separator: "\n").utf8)
        let count = unsafe address.withAddress { address, length in
            unsafe message.withUnsafeBytes { bytes in
                again {
                    unsafe sendto(
                        socket.number,
                        bytes.baseAddress,
                        bytes.count,
                        Int32(MSG_NOSIGNAL),
                        address,
                        length
                    )
                }
            }
        }
        return count == message.count
    }
}
