extension Path {
    /// The longest name that filesystems take, in bytes.
    static let longest = 255

    /// The name for its `number`th collision: `article~2.txt` for 2, the name itself for 0; never longer than names
    /// may be with `suffix` behind it.
    ///
    /// Where it must be shortened, the end of the stem goes, and the ending stays.
    func numbered(_ number: Int, suffix: String = "") -> Path {
        let mark = number == 0 ? [] : Array("~\(number)".utf8)
        let dot = bytes.lastIndex(of: 0x2E).flatMap { $0 == 0 || bytes.count - $0 > 16 ? nil : $0 } ?? bytes.count
        let ending = bytes[dot...]
        let room = Self.longest - mark.count - ending.count - suffix.utf8.count
        var stem = bytes[..<dot]
        if stem.count > room {
            stem = stem.prefix(room)
            // Not within a letter, where the name is UTF-8.
            while let last = stem.last, last >= 0x80, stem.endIndex < dot, bytes[stem.endIndex] & 0xC0 == 0x80 {
                stem = stem.dropLast()
            }
        }
        return Path(stem + mark + ending + Array(suffix.utf8))
    }

    /// What stands behind a copy's name in that of its record.
    static let record = ".record.json"
    /// The names that the record of a copy of this name may have, the likeliest first.
    ///
    /// Of a long name the end of the stem gives way, but not the number of a collision; whether it is one, only the
    /// name of the original would tell.
    public var records: [Path] {
        let plain = numbered(0, suffix: Self.record)
        guard bytes.count + Self.record.utf8.count > Self.longest, let mark = bytes.lastIndex(of: 0x7E) else {
            return [plain]
        }
        let behind = bytes[bytes.index(after: mark)...]
        let digits = behind.prefix { (0x30...0x39).contains($0) }
        guard let number = Int(String(decoding: digits, as: UTF8.self)), number > 0 else { return [plain] }
        let whole = Path(Array(bytes[..<mark]) + Array(behind.dropFirst(digits.count)))
        return [whole.numbered(number, suffix: Self.record), plain]
    }

    /// What stands behind a name in the quarantine in that of the reason.
    static let reason = ".reason.json"
    /// The name of the lines that were left out of a file of this name.
    var ofRejects: Path { numbered(0, suffix: ".rejects.jsonl") }
}

/// A number whose name is free: the first, as long as numbers are taken one after the other.
///
/// - Complexity: O(log *n*) looks for *n* names that are taken.
func freeNumber(_ isTaken: (Int) throws(SystemFailure) -> Bool) throws(SystemFailure) -> Int {
    for number in 0..<8 where try !isTaken(number) { return number }
    var (taken, free) = (7, 16)
    while try isTaken(free) { (taken, free) = (free, free * 2) }
    while free - taken > 1 {
        let middle = (taken + free) / 2
        if try isTaken(middle) { taken = middle } else { free = middle }
    }
    return free
}

/// A batch: files that are delivered together, or not at all.
///
/// The name is the spool's id and the time of the claim, so that two spools may share an outbox.
public struct BatchName: Hashable, Sendable {
    /// The name of its folders in `staged` and in the outbox.
    let text: String
    /// How often its cleaning was begun by a process that then ended.
    let attempt: Int

    init(_ text: String, attempt: Int) { (self.text, self.attempt) = (text, attempt) }

    /// Reads the name of a folder in `work`; `nil` if it is not one.
    init?(work name: Path) {
        let parts = name.text.split(separator: ".")
        guard parts.count == 2, let attempt = Int(parts[1]), attempt > 0 else { return nil }
        self.init(String(parts[0]), attempt: attempt)
    }

    /// The folder in `work`.
    var work: Path { Path("\(text).\(attempt)") }
    /// The folder in `staged` and in the outbox.
    var folder: Path { Path(text) }
}
