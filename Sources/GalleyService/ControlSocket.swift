public import GalleyDelivery

/// Where a running service is asked and told things: one line a connection, answered with JSON.
public final class ControlSocket: Sendable {
    private let socket: UnixListener
    private let listener: Listener

    /// Listens at a path; who connects waits until `start`.
    ///
    /// - Parameter answer: takes the line, such as `status`, and gives one line of JSON.
    /// - Throws: `SystemFailure` with EADDRINUSE if a service listens there already.
    public init(_ path: Path, answer: @escaping @Sendable (String) async -> [UInt8]) throws(SystemFailure) {
        socket = try UnixListener(path)
        listener = Listener(socket.descriptor, label: "galley.control") {
            $0.last == 0x0A
        } answer: { request in
            // The line's end tells the client that the answer is whole.
            await answer(String(decoding: request.dropLast(), as: UTF8.self)) + [0x0A]
        }
    }

    /// Begins to answer.
    public func start() async { await listener.start() }

    /// Answers nobody any more, and removes the socket.
    public func stop() async {
        socket.remove()
        await listener.stop()
    }
}
