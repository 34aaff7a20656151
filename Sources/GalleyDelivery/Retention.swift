internal import Glibc

/// Which days of what is kept by day are too old.
///
/// What is removed does not come back, and the clock that tells the day may be wrong. So it is believed only as far as the
/// days themselves bear it out: today is no more than three days after the third-last one before it. A clock that was
/// set ahead, by however much, and is set back before it has seen three midnights, makes what is removed one day younger
/// than it should be at most.
enum Retention {
    private static let witnesses = 3

    /// The oldest day that is kept; `nil` as long as nothing goes.
    ///
    /// - Parameter days: those of which there is something, as `Clock.day` writes them.
    static func firstKept(of days: [String], keeping count: Int, at wall: Int64) -> String? {
        let today = Clock.dayNumber(Clock.day(wall))
        let earlier = days.map(Clock.dayNumber).filter { $0 < today }.sorted()
        guard earlier.count >= witnesses else { return nil }
        let now = min(today, earlier[earlier.count - witnesses] + Int64(witnesses))
        return Clock.day((now - Int64(count)) * 86_400_000_000_000)
    }
}

extension Spool {
    /// A link in a day of the archive that was made after a later day, to that day: the clock was set back.
    private static let after = Path(".after")

    /// A folder in the archive, made if it is not there.
    ///
    /// - Parameter below: the folder in that day; `nil` for the day itself.
    func archiveFolder(_ day: String, _ below: Path?) throws(SystemFailure) -> Folder {
        do throws(SystemFailure) {
            try archive.make(Path(day))
            let last = try archiveDays().max()
            if let last, last > day { try archive.folder(Path(day)).link(Self.after, to: Path(last)) }
        } catch  where error.code == EEXIST {}
        return try archive.folder(making: below.map { Path(day).file($0) } ?? Path(day))
    }

    /// Only what looks like a day is one of Galley's own folders.
    private func archiveDays() throws(SystemFailure) -> [String] {
        try archive.entries().filter { $0.isFolder && $0.name.isDay }.map(\.name.text)
    }

    /// Days of the archive that have not come yet: the clock was wrong when they were made.
    func futureDays(at wall: Int64 = Clock.wall) throws(SystemFailure) -> [Path] {
        let tomorrow = Clock.day(wall + 86_400_000_000_000)
        return try archiveDays().filter { $0 > tomorrow }.sorted().map { archive.path.file(Path($0)) }
    }

    /// Removes the oldest day of the archive, if it is older than so many days.
    ///
    /// A day that was made after a later one is as young as that one. Where something is due, the archive gets a folder
    /// of today: it tells tomorrow that the clock has gone on by itself.
    ///
    /// - Parameter goesOn: asked before each file.
    public func pruneArchive(
        keeping count: Int,
        at wall: Int64 = Clock.wall,
        while goesOn: () -> Bool = { true }
    ) throws(SystemFailure) {
        guard count > 0 else { return }
        let (today, days) = (Clock.day(wall), try archiveDays())
        var oldest: (age: String, day: String)?
        for day in days {
            var age = day
            do throws(SystemFailure) {
                let later = try archive.target(ofLink: Path(day).file(Self.after)).text
                if later <= today { age = max(age, later) }
            } catch  where error.code == ENOENT {}
            if oldest.map({ age < $0.age }) ?? true { oldest = (age, day) }
        }
        guard let oldest, oldest.age < Clock.day(wall - Int64(count) * 86_400_000_000_000) else { return }
        _ = try archiveFolder(today, nil)
        guard let first = Retention.firstKept(of: days, keeping: count, at: wall), oldest.age < first else { return }
        // One a call: whoever sees it can still stop it.
        try archive.removeTree(Path(oldest.day), while: goesOn)
    }
}

extension Path {
    /// Whether it is a day as `Clock.day` writes it.
    fileprivate var isDay: Bool { bytes.count == 10 && bytes.allSatisfy { $0 == 0x2D || (0x30...0x39).contains($0) } }
}
