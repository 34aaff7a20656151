public import GalleyDelivery
internal import Glibc

/// Where metrics are served to whoever scrapes them.
public enum MetricsAddress: Sendable, Equatable {
    /// A socket in the filesystem; owner and group may connect.
    case socket(Path)
    /// A port of the loopback interface, IPv4; 0 for one that is free.
    case loopback(port: UInt16)

    /// Reads `/path/of.sock`, `9464`, `localhost:9464` or `127.0.0.1:9464`; `nil` for anything else.
    public init?(_ path: Path) {
        if path.bytes.contains(0x2F) {
            self = .socket(path)
            return
        }
        let parts = path.text.split(separator: ":", omittingEmptySubsequences: false)
        guard let last = parts.last, let port = UInt16(last), port > 0,
            parts.count == 1 || parts.count == 2 && ["localhost", "127.0.0.1"].contains(parts[0])
        else { return nil }
        self = .loopback(port: port)
    }
}

/// Serves metrics by HTTP, one small GET a connection.
public final class MetricsServer: Sendable {
    private let socket: UnixListener?
    private let listener: Listener
    /// The port, if it is one.
    public let port: UInt16?

    /// Listens at an address; who connects waits until `start`.
    ///
    /// - Parameter metrics: the numbers as they are.
    /// - Throws: `SystemFailure` with EADDRINUSE if somebody listens there already.
    public init(
        _ address: MetricsAddress,
        metrics: @escaping @Sendable () async -> Metrics
    ) throws(SystemFailure) {
        let descriptor: Descriptor
        switch address {
        case .socket(let path):
            let socket = try UnixListener(path)
            (self.socket, descriptor, port) = (socket, socket.descriptor, nil)
        case .loopback(let wanted):
            let (open, port) = try Self.loopback(wanted)
            (self.socket, descriptor, self.port) = (nil, open, port)
        }
        listener = Listener(descriptor, label: "galley.metrics") { request in
            // Up to the empty line; a body would not be read.
            request.ends(with: "\r\n\r\n") || request.ends(with: "\n\n")
        } answer: { request in
            await HTTPAnswer(to: request, metrics).bytes
        }
    }

    /// Begins to serve.
    public func start() async { await listener.start() }

    /// Serves nobody any more.
    public func stop() async {
        socket?.remove()
        await listener.stop()
    }

    private static func loopback(_ wanted: UInt16) throws(SystemFailure) -> (Descriptor, UInt16) {
        let subject = "127.0.0.1:\(wanted)"
        guard let descriptor = Descriptor(socket: AF_INET, SOCK_STREAM) else { throw SystemFailure(.listen, subject) }
        var isOn: Int32 = 1
        unsafe setsockopt(descriptor.number, SOL_SOCKET, SO_REUSEADDR, &isOn, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = wanted.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(descriptor.number, address, length) == 0 && listen(descriptor.number, 16) == 0
                    && getsockname(descriptor.number, address, &length) == 0
            }
        }
        guard isListening else { throw SystemFailure(.listen, subject) }
        descriptor.stopWaiting()
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }
}

/// An answer by HTTP/1.0 (RFC 1945), after which the connection ends.
private struct HTTPAnswer {
    let bytes: [UInt8]

    init(to request: [UInt8], _ metrics: () async -> Metrics) async {
        let line = String(decoding: request.prefix { $0 != 0x0A }, as: UTF8.self)
        let words = line.split(whereSeparator: \.isWhitespace)
        let path = words.count > 1 ? words[1].prefix { $0 != "?" } : ""
        switch (words.first, path) {
        case ("GET", "/metrics"), ("GET", "/"):
            self.init("200 OK", "text/plain; version=0.0.4; charset=utf-8", await metrics().text)
        case ("GET", _): self.init("404 Not Found", "text/plain", "The metrics are at /metrics.\n")
        default: self.init("405 Method Not Allowed", "text/plain", "Only GET is answered.\n", more: "Allow: GET\r\n")
        }
    }

    private init(_ status: String, _ type: String, _ body: String, more: String = "") {
        let head = "HTTP/1.0 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n"
        bytes = Array((head + more + "Connection: close\r\n\r\n" + body).utf8)
    }
}

extension [UInt8] {
    fileprivate func ends(with text: StaticString) -> Bool {
        suffix(text.utf8CodeUnitCount).elementsEqual("\(text)".utf8)
    }
}
