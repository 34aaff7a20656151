import Foundation
import Synchronization
import Testing

/// A service at work on a pipeline of its own, and those who bring articles and look for copies.
final class Serving: Sendable {
    let root: URL
    let spool: URL
    let outbox: URL
    let inbox: URL

    /// - Parameters:
    ///   - folder: where it lies.
    ///   - spool: where its spool lies, if not there.
    ///   - outbox: where its outbox lies, if not there.
    init(in folder: String = NSTemporaryDirectory(), delivery: String = "", more: String = "", outbox: URL? = nil) {
        root = URL(fileURLWithPath: folder).appending(path: "galley-\(UUID().uuidString)")
        spool = root.appending(path: "spool")
        inbox = spool.appending(path: "inbox")
        self.outbox = outbox ?? root.appending(path: "outbox")
        try? FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
        configure(outbox: self.outbox, delivery: delivery, more: more)
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    var pipeline: String { root.appending(path: "pipeline.yaml").path }

    func configure(outbox: URL, delivery: String = "", more: String = "") {
        let text = """
            name: test
            spool: spool
            outbox: \(outbox.path)
            output: { record: none }
            \(more)
            delivery: { free-space: 0, settle: 0.3\(delivery.isEmpty ? "" : ", " + delivery) }
            stages:
              - repair-text
              - normalize-quotes

            """
        try? Data(text.utf8).write(to: URL(fileURLWithPath: pipeline))
    }

    /// Begins to serve.
    func start(_ more: String..., environment: [String] = []) -> Running {
        Running(Program.galley, ["run", pipeline] + more, environment: environment)
    }

    /// Drops an article as careful producers do: written elsewhere, and renamed into place.
    func drop(_ name: String, _ text: String? = nil) {
        let draft = inbox.appending(path: ".\(name).tmp").path
        let bytes = Data((text ?? Self.article(name)).utf8)
        Running.gate.withLock { _ in _ = FileManager.default.createFile(atPath: draft, contents: bytes) }
        rename(draft, inbox.appending(path: name).path)
    }

    /// What an article of this name says, and its copy.
    static func article(_ name: String) -> String { "It's the article \"\(name)\".\n" }
    static func copy(_ name: String) -> String { "It’s the article “\(name)”.\n" }

    static func names(in folder: URL) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { !$0.hasPrefix(".") }
    }

    var delivered: [String] { Self.names(in: outbox) }
    /// Names of originals in the archive.
    var archived: [String] {
        let archive = spool.appending(path: "archive")
        return Self.names(in: archive).flatMap { Self.names(in: archive.appending(path: $0)) }
    }
    var quarantined: [String] { Self.names(in: spool.appending(path: "quarantine")) }

    /// Whether an article of this name has been taken.
    func knows(_ name: String) -> Bool {
        if archived.contains(name) { return true }
        return ["work", "staged"].contains { place in
            let folder = spool.appending(path: place)
            return Self.names(in: folder).contains { Self.names(in: folder.appending(path: $0)).contains(name) }
        }
    }

    /// Those of these names that have no whole copy in the outbox, and what is there beside them.
    func faults(_ names: some Collection<String>) -> [String] {
        let wanted = Set(names)
        let found = Set(delivered)
        return wanted.filter { Self.text(outbox.appending(path: $0)) != Self.copy($0) }.map { "no whole \($0)" }
            + found.subtracting(wanted).map { "also \($0)" }
    }

    static func text(_ file: URL) -> String? {
        FileManager.default.contents(atPath: file.path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Waits until something is so, for so many seconds at most; says whether it is.
    @discardableResult
    static func wait(_ seconds: Double = 30, until condition: () -> Bool) -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if condition() { return true }
            usleep(20_000)
        }
        return condition()
    }
}

extension Running {
    /// Waits until it watches the inbox, or waits for something.
    func waitUntilReady() {
        Serving.wait(20) { said.contains(" watches ") || !isRunning }
        #expect(isRunning, "\(said)")
    }

    /// Lets it finish what is in flight.
    func stop() -> Program.Result {
        send(SIGTERM)
        if !Serving.wait(20, until: { !isRunning }) { send(SIGKILL) }
        return wait()
    }
}
