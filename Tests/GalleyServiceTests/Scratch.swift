import Foundation

/// A folder of a test's own, gone when the test is.
final class Scratch {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "galley-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }
    func text(_ name: String) throws -> String { try String(contentsOfFile: file(name), encoding: .utf8) }
    func write(_ text: String, to name: String) throws {
        try text.write(toFile: file(name), atomically: false, encoding: .utf8)
    }
}

/// Values that come from another thread, in order, for a test that waits for them.
struct Arrivals<Value: Sendable>: Sendable {
    let values: AsyncStream<Value>
    private let end: AsyncStream<Value>.Continuation

    init() { (values, end) = AsyncStream.makeStream() }

    func add(_ value: Value) { end.yield(value) }

    /// Waits until one is as wanted.
    func first(where isWanted: (Value) -> Bool) async -> Value? {
        for await value in values where isWanted(value) { return value }
        return nil
    }
}
