internal import GalleyText
internal import Glibc
internal import Synchronization

/// An outbox that is there, and the one that it should be.
///
/// `.galley/id` in it tells it from a mount point with nothing mounted, or with something else. Copies are written
/// below `.galley`, so that they can be published by a rename wherever the outbox lies.
struct Outbox: Sendable {
    /// Whole copies and their records, for whoever takes them.
    let folder: Folder
    /// Copies that are not published yet, by batch.
    let drafts: Folder
    /// Its own id, made once.
    let id: String

    private static let drafts = Path(".galley")
    private static let idFile = Path("id")
    private static let way = "If this is meant, remove .outbox in the spool and start the service again"

    /// Opens the outbox at `path`, which must have this id.
    static func open(_ path: Path, id: String) throws(Obstacle) -> Outbox {
        let folder: Folder
        do throws(SystemFailure) { folder = try Folder(path) } catch  where error.code == ENOENT {
            throw .outbox(path, "it is not there; is it mounted?")
        } catch {
            throw .system(error)
        }
        guard let outbox = try Outbox(folder) else {
            throw .outbox(path, "its .galley/id is gone, by which it is known; is it mounted? \(Self.way)")
        }
        guard outbox.id == id else { throw .outbox(path, "another one is there, with another .galley/id. \(Self.way)") }
        return outbox
    }

    /// An outbox with its id; `nil` for a folder that is none yet.
    private init?(_ folder: Folder) throws(Obstacle) {
        do throws(SystemFailure) {
            let drafts = try folder.folder(Self.drafts)
            let bytes = try OpenFile(reading: Self.idFile, in: drafts).readAll(size: 17, limit: 64) ?? []
            let id = bytes.prefix { $0 != 0x0A }
            guard bytes.last == 0x0A, id.count == 16 else { return nil }
            (self.folder, self.drafts, self.id) = (folder, drafts, String(decoding: id, as: UTF8.self))
        } catch  where error.code == ENOENT {
            return nil
        } catch {
            throw .system(error)
        }
    }

    /// Opens the outbox at `path`, and makes one of it if it is none yet.
    static func establish(_ path: Path) throws(Obstacle) -> Outbox {
        let folder = try passing { () throws(SystemFailure) in
            do throws(SystemFailure) { return try Folder(path) } catch  where error.code == ENOENT {
                // The folder itself, but not those above it: they may wait for something to be mounted.
                try Folder(path.folder).make(path.last)
                return try Folder(path)
            }
        }
        if let outbox = try Outbox(folder) { return outbox }
        try passing { () throws(SystemFailure) in
            let drafts = try folder.folder(making: Self.drafts)
            // Another spool may make it at the same time: the first id counts.
            do throws(SystemFailure) {
                try drafts.place(Self.idFile, Array("\(randomID())\n".utf8))
            } catch  where error.code == EEXIST {}
            try drafts.sync()
            try folder.sync()
        }
        guard let outbox = try Outbox(folder) else {
            throw .outbox(path, "its .galley/id is none; if the outbox is new, remove that file")
        }
        return outbox
    }
}

extension Spool {
    private static let outboxFile = Path(".outbox")

    /// The outbox at `path`: the one that it was, or, where the pipeline file names another than before, a new one.
    ///
    /// - Throws: `Obstacle.outbox` if it is not the one that the spool knows by that path.
    func outbox(at path: Path) throws(Obstacle) -> Outbox {
        try establishing.withLock { (_) throws(Obstacle) in try known(at: path) }
    }

    private func known(at path: Path) throws(Obstacle) -> Outbox {
        let known = try knownOutbox()
        if let known, known.path == path { return try Outbox.open(path, id: known.id) }
        let outbox = try Outbox.establish(path)
        var json = JSONWriter()
        json.beginObject()
        json.key("path")
        let bytes = path.bytes
        json.text(bytes.span)
        json.member("id", outbox.id)
        json.endObject()
        json.endLine()
        let file = json.bytes
        try passing { () throws(SystemFailure) in try root.replace(Self.outboxFile, with: file) }
        return outbox
    }

    /// The outbox that the spool delivered to last.
    func knownOutbox() throws(Obstacle) -> (path: Path, id: String)? {
        guard let bytes = try passing({ () throws(SystemFailure) in try root.content(Self.outboxFile) }) else {
            return nil
        }
        // Written by a rename, it is whole; what is not is no reason to stand still.
        guard let value = try? JSONValue(bytes.span, in: 0..<bytes.count), let path = value["path"]?.bytes,
            let id = value["id"]?.text
        else { return nil }
        return (Path(path), id)
    }
}
