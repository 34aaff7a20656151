internal import GalleyDelivery
internal import CLinux
internal import Dispatch
internal import Glibc

/// Answers one request a connection on a listening socket.
///
/// A client that is slow, says too much or stays away costs its connection and nobody else anything.
actor Listener {
    /// What a client may ask for.
    struct Limits {
        /// How many are served at once; more wait.
        var clients = 16
        /// The longest request, in bytes.
        var request = 4096
        /// How long a client may take for its request, and again for taking the answer.
        var patience = Duration.seconds(5)
    }

    /// A client: its request as far as it is here, then the answer as far as it is not sent.
    private final class Connection {
        let descriptor: Descriptor
        var bytes: [UInt8] = []
        var sent = 0
        var source: (any DispatchSourceProtocol)?
        var timer: (any DispatchSourceTimer)?

        init(_ descriptor: Descriptor) { self.descriptor = descriptor }
    }

    private nonisolated let executor: QueueExecutor
    private let socket: Descriptor
    private let limits: Limits
    private let isWhole: @Sendable ([UInt8]) -> Bool
    private let answer: @Sendable ([UInt8]) async -> [UInt8]
    private var source: (any DispatchSourceRead)?
    private var isRunning = false
    private var connections: [Int32: Connection] = [:]

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// - Parameter isWhole: says whether what came so far is all of a request.
    init(
        _ socket: Descriptor,
        label: String,
        limits: Limits = Limits(),
        isWhole: @escaping @Sendable ([UInt8]) -> Bool,
        answer: @escaping @Sendable ([UInt8]) async -> [UInt8]
    ) {
        executor = QueueExecutor(label: label)
        (self.socket, self.limits, self.isWhole, self.answer) = (socket, limits, isWhole, answer)
    }

    func start() {
        precondition(!isRunning, "the listener has started already")
        isRunning = true
        listen()
    }

    /// Ends all conversations.
    func stop() {
        isRunning = false
        source?.cancel()
        source = nil
        for number in connections.keys { close(number) }
    }

    private func listen() {
        guard isRunning, source == nil else { return }
        let source = DispatchSource.makeReadSource(fileDescriptor: socket.number, queue: executor.queue)
        source.setEventHandler { [weak self] in self?.assumeIsolated { $0.accept() } }
        source.setCancelHandler { [socket] in withExtendedLifetime(socket) {} }
        source.activate()
        self.source = source
    }

    private func accept() {
        while connections.count < limits.clients {
            let number = again { linux_accept(socket.number) }
            guard number >= 0 else {
                // Without a descriptor to spare the source would fire for ever.
                if errno != EAGAIN && errno != ECONNABORTED { rest() }
                return
            }
            let connection = Connection(Descriptor(number))
            connections[number] = connection
            limitTime(of: connection)
            let source = DispatchSource.makeReadSource(fileDescriptor: number, queue: executor.queue)
            source.setEventHandler { [weak self] in self?.assumeIsolated { $0.read(number) } }
            activate(source, of: connection)
        }
        rest()
    }

    /// Listens to nobody until a connection is over, or a second is.
    private func rest() {
        source?.cancel()
        source = nil
        executor.queue.asyncAfter(deadline: .now() + 1) { [weak self] in self?.assumeIsolated { $0.listen() } }
    }

    private func read(_ number: Int32) {
        guard let connection = connections[number] else { return }
        var buffer = [UInt8](repeating: 0, count: limits.request + 1)
        let count = again { unsafe buffer.withUnsafeMutableBytes { unsafe recv(number, $0.baseAddress, $0.count, 0) } }
        if count < 0 && errno == EAGAIN { return }
        guard count > 0 else { return close(number) }
        connection.bytes += buffer[..<count]
        if isWhole(connection.bytes) {
            let request = connection.bytes
            connection.source?.cancel()
            connection.timer?.cancel()
            Task { reply(to: connection, await answer(request)) }
        } else if connection.bytes.count > limits.request {
            close(number)
        }
    }

    private func reply(to connection: Connection, _ bytes: [UInt8]) {
        let number = connection.descriptor.number
        guard connections[number] === connection else { return }
        connection.bytes = bytes
        limitTime(of: connection)
        let source = DispatchSource.makeWriteSource(fileDescriptor: number, queue: executor.queue)
        source.setEventHandler { [weak self] in self?.assumeIsolated { $0.write(number) } }
        activate(source, of: connection)
    }

    private func write(_ number: Int32) {
        guard let connection = connections[number] else { return }
        while connection.sent < connection.bytes.count {
            let count = again {
                unsafe connection.bytes.withUnsafeBytes { bytes in
                    let rest = unsafe bytes[connection.sent...]
                    return unsafe send(
                        number,
                        UnsafeRawBufferPointer(rebasing: rest).baseAddress,
                        rest.count,
                        Int32(MSG_NOSIGNAL)
                    )
                }
            }
            if count < 0 && errno == EAGAIN { return }
            guard count > 0 else { break }
            connection.sent += count
        }
        close(number)
    }

    private func activate(_ source: any DispatchSourceProtocol, of connection: Connection) {
        // Dispatch needs the descriptor open until the source is fully cancelled.
        source.setCancelHandler { [descriptor = connection.descriptor] in withExtendedLifetime(descriptor) {} }
        connection.source = source
        source.activate()
    }

    private func limitTime(of connection: Connection) {
        let number = connection.descriptor.number
        let timer = DispatchSource.makeTimerSource(queue: executor.queue)
        timer.schedule(deadline: .now() + .microseconds(Int(limits.patience.microseconds)))
        timer.setEventHandler { [weak self] in self?.assumeIsolated { $0.close(number) } }
        connection.timer = timer
        timer.activate()
    }

    private func close(_ number: Int32) {
        guard let connection = connections.removeValue(forKey: number) else { return }
        connection.source?.cancel()
        connection.timer?.cancel()
        listen()
    }
}
