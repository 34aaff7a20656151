import Foundation
import GalleyDelivery
import GalleyPipeline
import Synchronization

/// A spool in a folder of its own, with a pipeline that doubles no space and sets short articles aside.
final class SpoolFixture: Sendable {
    let folder: URL
    let pipeline: Pipeline
    private let events = Mutex<[DeliveryEvent]>([])

    init(delivery: String = "", freeSpace: Int = 0, more: String = "", stage: String = "normalize-quotes") throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "galley-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "test.yaml")
        let yaml = """
            name: test
            spool: spool
            \(more)
            delivery: { free-space: \(freeSpace)\(delivery.isEmpty ? "" : ", " + delivery) }
            stages:
              - \(stage)
              - gate: { min-words: 2 }
            """
        try Data(yaml.utf8).write(to: file)
        pipeline = try Pipeline.load(path: file.path)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var spoolPath: URL { folder.appending(path: "spool") }
    var reported: [DeliveryEvent] { events.withLock { $0 } }

    func open() throws -> Spool { try Spool(Path(spoolPath.path)) }

    func courier(_ spool: Spool) -> Courier {
        Courier(spool, pipeline, worker: 0) { event in self.events.withLock { $0.append(event) } }
    }

    /// Takes up what is left, and then all that is in the inbox.
    @discardableResult
    func drain() throws -> Delivered {
        let spool = try open()
        let courier = courier(spool)
        var total = try courier.recover().orObstacle()
        var inbox = Inbox(spool, pipeline.delivery)
        try inbox.scan()
        while true {
            let batch = inbox.next()
            guard !batch.isEmpty else { return total }
            let delivered = try courier.deliver(batch).orObstacle()
            inbox.done(batch, delivered)
            total.add(delivered)
        }
    }

    /// Takes all that is in the inbox, each file in a batch of its own, and as many at once as there are workers.
    func drain(workers: Int) throws -> Delivered {
        let spool = try open()
        var inbox = Inbox(spool, pipeline.delivery)
        try inbox.scan()
        let files = inbox.next()
        let results = Mutex<[Delivered]>([])
        let group = DispatchGroup()
        for worker in 0..<workers {
            group.enter()
            Thread.detachNewThread { [group] in
                let courier = Courier(spool, self.pipeline, worker: worker) { _ in }
                for number in stride(from: worker, to: files.count, by: workers) {
                    let result = courier.deliver([files[number]])
                    results.withLock { $0.append(result) }
                }
                group.leave()
            }
        }
        group.wait()
        var total = Delivered()
        for result in results.withLock({ $0 }) { total.add(try result.orObstacle()) }
        return total
    }

    func put(_ text: String, _ path: String) throws {
        let file = spoolPath.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func text(_ path: String) -> String? {
        (try? Data(contentsOf: spoolPath.appending(path: path))).map { String(decoding: $0, as: UTF8.self) }
    }

    /// All files of the spool but those of its own, as paths in order; the day of the archive is called DAY.
    var files: [String] {
        let names = FileManager.default.enumerator(atPath: spoolPath.path)?.compactMap { $0 as? String } ?? []
        return names.filter { name in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: spoolPath.appending(path: name).path, isDirectory: &isFolder)
            return !isFolder.boolValue && !name.hasPrefix("articles/")
                && ![".lock", ".outbox", "outbox/.galley/id"].contains(name)
        }
        .map { $0.replacing(Clock.day(Clock.wall), with: "DAY") }.sorted()
    }
}

extension Delivered {
    func orObstacle() throws(Obstacle) -> Delivered {
        if let obstacle { throw obstacle }
        return self
    }

    fileprivate mutating func add(_ delivered: Delivered) {
        files += delivered.files
        setAside += delivered.setAside
        dropped += delivered.dropped
        putBack.merge(delivered.putBack) { first, _ in first }
        stuck.merge(delivered.stuck) { first, _ in first }
    }
}
