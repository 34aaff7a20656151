internal import GalleyText
internal import Glibc

/// What was set aside in a spool, and the way back; it works beside a running service.
public struct Quarantine: Sendable {
    /// A file that was set aside.
    public struct Entry: Sendable, Equatable {
        /// Its name in the quarantine.
        public let name: Path
        /// The name that it had in the inbox.
        public let origin: Path
        /// The folder below the inbox that it came from.
        public let folder: Path?
        /// Why it was set aside; `nil` if nothing beside it says so.
        public let reason: Reason?
        /// When, as the file beside it says.
        public let time: String
    }

    private let quarantine: Folder
    private let inbox: Folder

    /// Opens the quarantine of the spool at a path.
    public init(of spool: Path) throws(SystemFailure) {
        let root = try Folder(spool)
        (quarantine, inbox) = (try root.folder(Path("quarantine")), try root.folder(Path("inbox")))
    }

    /// All files that were set aside, by name; lines that were left out of a file are one.
    public func entries() throws(SystemFailure) -> [Entry] {
        var entries: [Entry] = []
        for entry in try quarantine.entries() {
            if entry.name.hasEnding(Path.reason), try owner(ofReason: entry.name) != nil { continue }
            entries.append(try self.entry(entry.name))
        }
        return entries.sorted { $0.name.bytes.lexicographicallyPrecedes($1.name.bytes) }
    }

    /// One file that was set aside; `nil` if there is none of that name.
    public func entry(named name: Path) throws(SystemFailure) -> Entry? {
        // A name, and no way out of the folder.
        guard !name.bytes.contains(0x2F), try quarantine.status(name) != nil else { return nil }
        return try entry(name)
    }

    /// Puts a file back into the inbox, under the name that it had or the next number that is free.
    ///
    /// - Returns: where it is, below the inbox; `nil` if somebody took it.
    public func giveBack(_ entry: Entry) throws(SystemFailure) -> Path? {
        let folder = try inbox.folder(makingAlike: entry.folder ?? Path([]))
        // The reason is hidden first: as soon as the file is back, a service may set it aside again, with a new one.
        let hidden = Self.hidden(entry.name)
        if let place = try reason(of: entry.name)?.place, place != hidden {
            try quarantine.move(place, to: quarantine, replacing: hidden)
        }
        guard let name = try quarantine.moveNumbered(entry.name, to: folder, as: entry.origin) else { return nil }
        try folder.sync()
        try quarantine.remove(hidden)
        try quarantine.sync()
        return entry.folder?.file(name) ?? name
    }

    private func entry(_ name: Path) throws(SystemFailure) -> Entry {
        guard let known = try reason(of: name)?.known else {
            return Entry(name: name, origin: name, folder: nil, reason: nil, time: "")
        }
        return Entry(name: name, origin: known.name, folder: known.folder, reason: known.reason, time: known.time)
    }

    /// What says why a file was set aside, if anything does, and where it lies: beside the file, or hidden, where a
    /// process ended that was giving the file back.
    private func reason(of name: Path) throws(SystemFailure) -> (place: Path, known: Reason.Origin)? {
        for place in [name.numbered(0, suffix: Path.reason), Self.hidden(name)] {
            if let known = try quarantine.content(place).flatMap(Reason.origin) { return (place, known) }
        }
        return nil
    }

    /// The name of the reason of a file that is being given back.
    private static func hidden(_ name: Path) -> Path {
        Path([0x2E] + name.numbered(0, suffix: Path.reason).bytes.suffix(Path.longest - 1))
    }

    /// The file of which a reason tells; `nil` if it is itself a file that was set aside, or tells of none.
    func owner(ofReason name: Path) throws(SystemFailure) -> Path? {
        guard try reason(of: name) == nil, let bytes = try quarantine.content(name), let known = Reason.origin(bytes)
        else { return nil }
        let stem = Path(Array(name.bytes.dropLast(Path.reason.utf8.count)))
        if try quarantine.status(stem) != nil { return stem }
        // A long name is shortened in that of its reason.
        for number in 0..<100 where known.name.numbered(number, suffix: Path.reason) == name {
            let owner = known.name.numbered(number)
            if try quarantine.status(owner) != nil { return owner }
        }
        return nil
    }
}
