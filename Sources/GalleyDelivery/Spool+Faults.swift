internal import Glibc

extension Spool {
    /// What is not as a service leaves it, and where.
    public struct Fault: Sendable, Equatable {
        /// The file or folder.
        public let path: Path
        /// What is the matter with it, and what would mend it.
        public let message: String
    }

    /// Looks through a spool at rest for what no service leaves there.
    ///
    /// What is half done is no fault: the next service takes it up, and the census counts it.
    public func faults() throws(Obstacle) -> [Fault] {
        var faults: [Fault] = []
        try passing { () throws(SystemFailure) in
            for entry in try work.entries() where !entry.isFolder || BatchName(work: entry.name) == nil {
                faults.append(
                    Fault(path: work.path.file(entry.name), message: "no batch of a service; move it to the inbox")
                )
            }
        }
        for entry in try passing({ () throws(SystemFailure) in try staged.entries() }) {
            let path = staged.path.file(entry.name)
            guard entry.isFolder else {
                faults.append(Fault(path: path, message: "no batch of a service; move it to the inbox"))
                continue
            }
            let batch = try passing { () throws(SystemFailure) in try staged.existing(entry.name) }
            let bytes = try passing { () throws(SystemFailure) in try batch?.content(Manifest.name) }
            guard let manifest = bytes.flatMap(Manifest.init) else {
                faults.append(Fault(path: path, message: "it has no manifest that says where its copies are"))
                continue
            }
            do throws(Obstacle) { _ = try Outbox.open(manifest.outbox, id: manifest.id) } catch {
                faults.append(Fault(path: path, message: "it waits for its \(error.message)"))
            }
        }
        if let known = try knownOutbox() {
            do throws(Obstacle) { _ = try Outbox.open(known.path, id: known.id) } catch {
                faults.append(Fault(path: known.path, message: error.message))
            }
        }
        for day in try passing({ () throws(SystemFailure) in try futureDays() }) {
            let message = "the clock was wrong when this day was made; move its files to one that has been"
            faults.append(Fault(path: day, message: message))
        }
        try passing { () throws(SystemFailure) in
            let quarantine = try Quarantine(of: path)
            for entry in try quarantine.entries() where entry.reason == nil {
                let isReason = entry.name.hasEnding(Path.reason)
                let message = isReason ? "the file of which it tells is gone" : "nothing says why it was set aside"
                faults.append(Fault(path: self.quarantine.path.file(entry.name), message: message))
            }
        }
        return faults
    }
}
